"""The books that come in from Excel: how each is read, what its rows become, and what people are told of them."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.kinds.petition import PETITION
from caseapp.exchange.book_mediation_rows import mediation_to_json
from caseapp.exchange.book_petition_rows import petition_to_json
from caseapp.exchange.book_rows import to_json
from caseapp.exchange.placing_mediations import place_mediations
from caseapp.exchange.planning import Shelf, Words
from caseapp.exchange.reading import read_mediations, read_petitions, read_visits
from caseapp.exchange.row_mediations import translate_mediation
from caseapp.exchange.row_petitions import translate_petition
from caseapp.exchange.row_visits import translate_visit
from caseapp.exchange.storing_mediations import store_mediation
from caseapp.exchange.storing_petitions import store_petition
from caseapp.exchange.storing_visits import store_visit
from caseapp.reception.kinds.visit import VISIT
from caseapp.staff.policy import Can
from caseapp.staff.roles import Level, Role
from caseapp.staff.viewer import Viewer
from caseapp.text import mark

VISITS: Final = Shelf(
    code="visits", told="reception", kind=VISIT.code, read=read_visits, as_json=to_json, translate=translate_visit,
    store=store_visit, words=Words(
        name=mark("Sổ tiếp công dân"),
        pointer=mark("Sổ tiếp công dân {year}, trang {sheet}, dòng {row}"),
        ready=mark("Sẽ thành lượt tiếp"), made=mark("Đã thành lượt tiếp"), new=mark("Lượt tiếp mới"),
        dossiers="lượt tiếp",
        look_after=mark("Dòng chưa nhập được: sửa trong tệp rồi xem lại. Dòng sẽ thành lượt tiếp: nhập xong, mở lượt "
                        "để xác nhận, bổ sung."),
        done_after=mark("Dòng chưa nhập được: sửa trong sổ rồi nhập lại tệp. Dòng đã thành lượt tiếp: mở lượt để xác "
                        "nhận; ở đó ghi đủ chi tiết."),
        changed=mark(
            "Dòng này đã nhập ở lần trước, nay sổ ghi khác. Sửa ở lượt tiếp đã có; không nhập thành lượt thứ hai."),
        sealed_since=mark("Dòng này đã nhập ở lần trước vào sổ thường, nay có nội dung tố cáo. Mở lượt tiếp đó và "
                          "chuyển sang sổ tố cáo."),
        opened_since=mark("Dòng này đã nhập ở lần trước vào sổ tố cáo, nay sổ ghi khác. Danh tính không được nhập; "
                          "hãy hỏi người giữ phong bì.")))
PETITIONS: Final = Shelf(
    code="petitions", told="petitions", kind=PETITION.code, read=read_petitions, as_json=petition_to_json,
    translate=translate_petition, store=store_petition, words=Words(
        name=mark("Sổ tiếp nhận, xử lý đơn"),
        pointer=mark("Sổ tiếp nhận đơn {year}, trang {sheet}, dòng {row}"),
        ready=mark("Sẽ thành đơn"), made=mark("Đã thành đơn"), new=mark("Đơn mới"), dossiers="đơn",
        look_after=mark("Dòng chưa nhập được: sửa trong tệp rồi xem lại. Dòng sẽ thành đơn: nhập xong, mở đơn để xác "
                        "nhận, bổ sung."),
        done_after=mark("Dòng chưa nhập được: sửa trong sổ rồi nhập lại tệp. Dòng đã thành đơn: mở đơn để xác nhận; ở "
                        "đó ghi đủ chi tiết."),
        changed=mark("Dòng này đã nhập ở lần trước, nay sổ ghi khác. Sửa ở đơn đã có; không nhập thành đơn thứ hai."),
        sealed_since=mark("Dòng này đã nhập ở lần trước vào sổ thường, nay có nội dung tố cáo. Mở đơn đó và chuyển "
                          "sang sổ tố cáo."),
        opened_since=mark("Dòng này đã nhập ở lần trước vào sổ tố cáo, nay sổ ghi khác. Danh tính không được nhập; "
                          "hãy hỏi người giữ phong bì.")))
MEDIATIONS: Final = Shelf(
    code="mediations", told="mediation", kind=MEDIATION.code, read=read_mediations, as_json=mediation_to_json,
    translate=translate_mediation, store=store_mediation, can=Can.KEEP_TEAMS, by=Role.CLERK, rank=Level.COMMUNE,
    place=place_mediations, seals=False, words=Words(
        name=mark("Sổ theo dõi hoạt động hòa giải ở cơ sở"),
        pointer=mark("Sổ hòa giải {year}, trang {sheet}, dòng {row}"),
        ready=mark("Sẽ thành vụ hòa giải"), made=mark("Đã thành vụ hòa giải"), new=mark("Vụ hòa giải mới"),
        dossiers="vụ hòa giải",
        look_after=mark("Dòng chưa nhập được: sửa trong tệp, hoặc lập tổ, ghi hòa giải viên rồi xem lại. Dòng sẽ thành "
                        "vụ hòa giải: nhập xong, tổ trưởng mở vụ việc để xác nhận."),
        done_after=mark("Dòng chưa nhập được: sửa trong sổ rồi nhập lại tệp. Dòng đã thành vụ hòa giải: tổ trưởng mở "
                        "vụ việc để xác nhận; ở đó ghi đủ chi tiết. Sổ không ghi ngày kết thúc, nên vụ việc từ sổ cũ "
                        "không tự vào danh sách chi thù lao."),
        changed=mark("Dòng này đã nhập ở lần trước, nay sổ ghi khác. Tổ trưởng sửa ở vụ việc đã có; không nhập thành "
                     "vụ thứ hai."),
        sealed_since=mark("Dòng này đã nhập thành vụ hòa giải ở lần trước, nay có nội dung tố cáo. Hãy báo tổ trưởng "
                          "xem lại vụ việc đó, và hỏi người giữ phong bì.")))
SHELVES: Final[Mapping[str, Shelf]] = MappingProxyType({one.code: one for one in (VISITS, PETITIONS, MEDIATIONS)})


def shelves_of(person: Viewer) -> list[Shelf]:
    """The books that somebody may bring in somewhere."""
    return [shelf for shelf in SHELVES.values() if person.may(shelf.can)]
