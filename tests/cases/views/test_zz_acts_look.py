from datetime import date
import pytest
from tests.cases.making import *
from tests.cases.views.act_posting import *
from tests.staff.making import sign_in
from tests.office.browser import opened
def cookie(app, account):
    c = app.test_client(); sign_in(c, account)
    return c.get_cookie("session").value
def test_look(live, browser):
    app = live.app
    office = make_office(app)
    with app.app_context():
        decide = lead_to(office, "decide")
        act(office, decide, "hold-dialogue", DAY)
        cases = {code: lead_to(office, code) for code in ("accept","decline","assign-verification","prolong","invite-dialogue","suspend","withdraw")}
        send = lead_to(office, "send-decision", decide={"recipients": ["complainant","superior","concerned"]})
    for screen in ("desktop","phone"):
        with opened(browser, live.url, screen) as page:
            def who(account):
                page.context.add_cookies([{"name":"session","value":cookie(app, account),"url":live.url}])
            def shot(path, name):
                page.goto(live.url+path); page.screenshot(path=f"/tmp/acts-{screen}-{name}.png", full_page=True)
            who(office.head)
            shot(url(decide,"decide"), "decide")
            for code, case in cases.items():
                shot(url(case,code), code)
            page.goto(live.url+url(cases["accept"],"accept"))
            page.fill("[name=happened_on]", "10/11"); page.press("[name=happened_on]","Tab"); page.wait_for_timeout(600)
            page.click("[data-primary]"); page.wait_for_timeout(500)
            page.screenshot(path=f"/tmp/acts-{screen}-errors.png", full_page=True)
            who(office.clerk)
            shot(url(send,"send-decision"), "send")
            who(office.handler)
            if screen=="desktop":
                page.goto(live.url+url(cases["decline"],"decline"))
                page.check("[name=decline_ground][value=late]"); page.fill("[name=note]","Quá hạn, không nêu lý do chính đáng. "*6)
                page.wait_for_timeout(2500)
                page.screenshot(path=f"/tmp/acts-{screen}-propose.png", full_page=True)
                page.click("[data-primary]"); page.wait_for_timeout(500)
            pid = one(app, "select public_id from case_act where status='proposed'")
            shot(f"/vu-viec/{cases['decline'].public_id}/de-xuat/{pid}", "proposal-own")
            who(office.head)
            shot(f"/vu-viec/{cases['decline'].public_id}/de-xuat/{pid}", "proposal-head")
            shot(url(cases['accept'],"decide"), "refused")
            a = one(app, "select public_id from case_act where dossier_id=:i and code='accept'", i=decide.id)
            shot(f"/vu-viec/{decide.public_id}/viec-da-ghi/{a}/sua", "mend")
            page.goto(live.url+url(decide,"record-work"))
            with app.app_context():
                act(office, decide, "stay" if screen=="desktop" else "lift-stay", by="clerk")
            page.fill("[name=subject]","Làm việc với bà Nguyễn Thị Ánh"); page.fill("[name=summary]","Bà Ánh giữ nguyên yêu cầu đo lại.\nHẹn ngày 20/11.")
            page.click("[data-primary]"); page.wait_for_timeout(500)
            page.screenshot(path=f"/tmp/acts-{screen}-conflict.png", full_page=True)
