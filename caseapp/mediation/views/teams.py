"""Pages of teams: the list of hamlets, one team, its leader, its end, its successor, courses."""
from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.law.citing import joined
from caseapp.law.mediation_duties import LEADER, TEAM
from caseapp.mediation.commands import people as people_acts
from caseapp.mediation.commands import succession
from caseapp.mediation.commands import teams as acts
from caseapp.mediation.forms.teams import (
    EndTeamForm,
    LeaderForm,
    NewTeamForm,
    SuccessionForm,
    TeamForm,
    TrainingForm,
)
from caseapp.mediation.queries import teams as queries
from caseapp.mediation.rules import flaws, term, voted_in
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.keeping import (
    back_to,
    both_versions,
    done,
    done_unless_stale,
    keeps,
    must_keep,
    status,
    team_or_404,
    told,
)
from caseapp.staff.commands.acting import Stale
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.web.paging import PAGE_ROWS, cut, page_asked

GROUPS = ("flawed", "missing", "gone", "term")


@pages.get("/hoa-giai/to")
@guarded(Can.READ_LOGBOOK)
def teams() -> ResponseReturnValue:
    """Hamlets within reach with their teams: all, or those that lack something; or teams that have ended."""
    chosen, number = request.args.get("loc", ""), page_asked()
    if chosen == "het":
        ended = list(queries.ended_teams(viewer()))
        first = (number - 1) * PAGE_ROWS
        return render_template("mediation/teams_ended.html", page=cut(ended[first:first + PAGE_ROWS + 1], number))
    kept = queries.teams(viewer(), today())
    counts = {group: sum(_in_group(one, group) for one in kept) for group in GROUPS}
    rows = [one for one in kept if _in_group(one, chosen)]
    first = (number - 1) * PAGE_ROWS
    page = cut(rows[first:first + PAGE_ROWS + 1], number, total=len(rows))
    return render_template(
        "mediation/teams.html", page=page, counts=counts, whole=len(kept), chosen=chosen if chosen in GROUPS else "",
        keeps=keeps, told=told, working=sum(one.row.id is not None for one in kept),
        mediators=sum(one.row.mediators for one in kept), may_keep=any(keeps(one.row) for one in kept),
        several=len({one.row.commune for one in kept}) > 1,
        places=joined(dict.fromkeys(flaw.citation for one in page.rows for flaw in one.flaws), _))


def _in_group(one: queries.Kept, group: str) -> bool:
    if group == "term":
        return bool(one.row.over or one.row.near)
    return one.group == group if group in GROUPS else True


@pages.route("/hoa-giai/to/moi", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def team_new() -> ResponseReturnValue:
    """A team for a hamlet that has none."""
    free = [one.row for one in queries.teams(viewer(), today()) if one.group == "missing" and keeps(one.row)]
    asked = request.args.get("thon")
    wanted = next((row for row in free if row.unit_public_id == asked or len(free) == 1), None)
    form = NewTeamForm(data={
        "unit": wanted.unit_public_id if wanted else "", "version": 0,
        "name": _("Tổ hòa giải %(unit)s", unit=wanted.unit_name) if wanted else ""})
    form.unit.choices = [(row.unit_public_id, row.unit_name) for row in free]
    if form.validate_on_submit():
        made: list[str] = []
        if done_unless_stale(form, lambda how: made.append(acts.open_team(form.unit.data, _entry(form), how))):
            if not made:
                return redirect(url_for("mediation.teams"), 303)
            return back_to(made[0], _("Đã lập %(name)s. Thêm hòa giải viên đã được công nhận.", name=form.name.data))
    return render_template("mediation/team_form.html", form=form, team=None, duty=TEAM), status(form)


@pages.get("/hoa-giai/to/<public_id>")
@guarded(Can.READ_LOGBOOK)
def team(public_id: str) -> ResponseReturnValue:
    """One team: what it lacks, its people, who led it, its courses."""
    row, day = team_or_404(public_id), today()
    people = sorted(queries.mediators(row.id), key=lambda one: one.public_id != row.leader_public_id)
    return render_template(
        "mediation/team.html", team=row, keeps=keeps(row), day=day, term=term, voted_in=voted_in,
        lacks=told(flaws(queries.makeup(row), day)) if row.until_on is None else [],
        people=[one for one in people if one.until_on is None],
        gone=[one for one in people if one.until_on is not None], leaders=queries.leaders(row.id))


@pages.route("/hoa-giai/to/<public_id>/sua", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def team_edit(public_id: str) -> ResponseReturnValue:
    """What is written of a team; two who save at once see both versions."""
    row = must_keep(team_or_404(public_id))
    form = TeamForm(data=_data(row))
    if form.validate_on_submit():
        try:
            saved = done(form, lambda how: acts.edit_team(public_id, form.seen_version(), _entry(form), how))
        except Stale:
            now_saved = team_or_404(public_id)
            return both_versions(
                form, TeamForm(formdata=None, data=_data(now_saved)), unit_id=row.unit_id, about=public_id,
                acts=("team.open", "team.edit", "team.leader", "team.succeed"), name=now_saved.name,
                here=url_for("mediation.team_edit", public_id=public_id))
        if saved:
            return back_to(public_id, _("Đã lưu %(name)s.", name=form.name.data))
    return render_template("mediation/team_form.html", form=form, team=row, duty=TEAM), status(form)


@pages.route("/hoa-giai/to/<public_id>/to-truong", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def team_leader(public_id: str) -> ResponseReturnValue:
    """Another leader, elected by the mediators and recognised by the chair."""
    row = must_keep(team_or_404(public_id))
    form = LeaderForm(data={"version": row.version, "from_on": today()})
    form.mediator.choices = [(one.public_id, one.name) for one in queries.mediators(row.id)
                             if one.until_on is None and one.public_id != row.leader_public_id]
    if form.validate_on_submit():
        given = acts.GivenLeader(form.mediator.data or "", form.from_on.data, form.elected_on.data, form.document.data)
        if done_unless_stale(form, lambda how: acts.change_leader(public_id, form.seen_version(), given, how)):
            return back_to(public_id, _("Đã ghi tổ trưởng."))
    return render_template("mediation/team_act.html", form=form, team=row, heading=_("Đổi tổ trưởng"),
                           verb=_("Ghi tổ trưởng"), duties=(LEADER,), sentence=_leads_now(row)), status(form)


@pages.route("/hoa-giai/to/<public_id>/ket-thuc", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def team_end(public_id: str) -> ResponseReturnValue:
    """The end of a team that nobody succeeds."""
    row = must_keep(team_or_404(public_id))
    form = EndTeamForm(data={"version": row.version, "until_on": today()})
    if form.validate_on_submit() and done_unless_stale(form, lambda how: acts.end_team(
            public_id, form.seen_version(), form.until_on.data, form.document.data, how)):
        return back_to(public_id, _("Đã ghi tổ kết thúc."))
    sentence = _("Hòa giải viên của tổ thôi làm cùng ngày. Sổ theo dõi và vụ việc đã xong vẫn giữ nguyên.")
    return render_template("mediation/team_act.html", form=form, team=row, heading=_("Kết thúc tổ"),
                           verb=_("Ghi tổ kết thúc"), duties=(TEAM,), sentence=sentence), status(form)


@pages.route("/hoa-giai/to/<public_id>/ke-tuc", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def team_succeed(public_id: str) -> ResponseReturnValue:
    """Its hamlet was merged: the successor's team goes on with mediators and open disputes."""
    row = must_keep(team_or_404(public_id))
    at_work = [one for one in queries.mediators(row.id) if one.until_on is None]
    form = SuccessionForm(data={"version": row.version, "on": row.valid_to or today(),
                                "staying": [one.public_id for one in at_work]})
    form.staying.choices = [(one.public_id, one.name) for one in at_work]
    if form.validate_on_submit():
        given = succession.GivenSuccession(form.on.data, form.document.data, tuple(form.staying.data or ()))
        made: list[str] = []
        if done_unless_stale(form, lambda how: made.append(
                succession.succeed(public_id, form.seen_version(), given, how))):
            return back_to(made[0] if made else public_id, _("Tổ kế tục đã nhận hòa giải viên và vụ việc đang làm."))
    return render_template("mediation/team_act.html", form=form, team=row, heading=_("Nối sang tổ kế tục"),
                           verb=_("Ghi tổ kế tục"), duties=(TEAM,), sentence=_merged(row)), status(form)


@pages.route("/hoa-giai/to/<public_id>/boi-duong", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def team_training(public_id: str) -> ResponseReturnValue:
    """A course that mediators of the team took part in."""
    row = must_keep(team_or_404(public_id))
    form = TrainingForm()
    form.mediators.choices = [(one.public_id, one.name) for one in queries.mediators(row.id) if one.until_on is None]
    if form.validate_on_submit():
        given = people_acts.GivenTraining(form.held_on.data, form.what.data, tuple(form.mediators.data),
                                          form.hours.data, form.organiser.data)
        if done_unless_stale(form, lambda how: people_acts.note_training(public_id, given, how)):
            return back_to(public_id, _("Đã ghi lớp bồi dưỡng."))
    return render_template("mediation/team_act.html", form=form, team=row, heading=_("Ghi lớp bồi dưỡng"),
                           verb=_("Ghi lớp bồi dưỡng"), duties=(), sentence=""), status(form)


def _entry(form: TeamForm) -> acts.TeamEntry:
    return acts.TeamEntry(form.name.data, form.from_on.data, form.document.data, bool(form.minority_area.data),
                          form.seats.data)


def _data(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("name", "from_on", "document", "seats", "minority_area", "version")}


def _leads_now(row: Any) -> str:
    return _("Tổ trưởng hiện nay: %(name)s.", name=row.leader) if row.leader else _("Tổ hiện chưa có tổ trưởng.")


def _merged(row: Any) -> str:
    return _("%(old)s đã sáp nhập vào %(new)s. Tổ này kết thúc; vụ việc chưa xong chuyển cho tổ kế tục, vẫn ở sổ cũ và "
             "tổ trưởng mới xem được.", old=row.unit_name, new=row.heir or "")
