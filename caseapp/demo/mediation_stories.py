"""The disputes a mediation team of the demo has in hand, each told by itself: who, about what, what was done since."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from caseapp.demo.disputes import ABOUT, COURSE, DEMANDS

LEADER: Final = "leader"


@dataclass(frozen=True, slots=True)
class Side:
    """A party: its role, name, age in years, address without the hamlet; ``hamlet``: where it is another one."""

    role: str
    name: str
    age: int
    address: str
    sex: str
    phone: str = ""
    hamlet: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done so many days after the one before: an act by its code, a result, something about a promise.

    ``by``: the leader, or whoever leads the mediation. ``told``: what the form would be told; days count from its own.
    """

    what: str
    after: int
    told: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A dispute received so many days ago; ``lead``: the mediator who leads, empty while nobody was named."""

    title: str
    content: str
    scope: str
    matter: str
    days_ago: int
    sides: tuple[Side, ...]
    lead: str
    deeds: tuple[Deed, ...] = ()
    unit: str = "CT-AT-KV3"
    by_leader: bool = False
    started_by: str = "party"
    proposed_by: str = ""


HOANG, HIEN, LOC = "Lý Thị Kim Hoàng", "Phan Thị Út Hiền", "Đỗ Thành Lộc"
_NOISE, _PATH = ABOUT["noise"], ABOUT["path"]

PATH: Final = Told(
    "Lối đi chung giữa hai hộ hẻm 12",
    "Bà Hạnh xây bậc thềm lấn ra lối đi 40 cm, xe ba gác của ông Kiên không vào được.", "civil", "path", 0,
    (Side("party-a", "Phùng Trung Kiên", 58, "12/4, hẻm 12", "M", "0918555124"),
     Side("party-b", "Hồ Mỹ Hạnh", 61, "12/6, hẻm 12", "F", "0918555126")), HOANG, by_leader=True)
DRAIN: Final = Told(
    "Chia tiền sửa cống chung",
    "Bốn hộ hẻm 27 chung một đường cống, sửa hết 14 triệu đồng; hai hộ cuối hẻm cho là mình không phải góp bằng các "
    "hộ đầu hẻm.", "civil", "water", 8,
    (Side("party-a", "Cao Minh Quới", 52, "27/2, hẻm 27", "M", "0918555272"),
     Side("party-a", "Kha Thị Bé Năm", 47, "27/4, hẻm 27", "F"),
     Side("party-b", "Tăng Hữu Lợi", 39, "27/10, hẻm 27", "M", "0918555270"),
     Side("party-b", "Quan Ngọc Điệp", 44, "27/12, hẻm 27", "F")), HOANG,
    (Deed("under-way", 2, {"came": "Đại diện bốn hộ, trưởng khu vực", "next_in": 8, "course":
          "Hai hộ đầu hẻm đưa hóa đơn vật tư. Hai hộ cuối hẻm xin chia theo số người trong nhà, hẹn tính lại."}),))
MOTHER: Final = Told(
    "Con trai không góp tiền nuôi mẹ",
    "Bà Sáu sống với con gái. Con trai là ông Đức từ đầu năm không góp tiền thuốc và tiền ăn cho mẹ như đã hứa.",
    "family", "children", 26,
    (Side("party-a", "Tô Thị Sáu", 79, "9/3, hẻm 9", "F"),
     Side("party-b", "Mạc Văn Đức", 50, "71/5, hẻm 71", "M", "0918555715")), HOANG,
    (Deed("settled", 2, {"record": "signed", "agreement": "Ông Đức góp 700.000 đồng mỗi tháng, đưa vào cuối tháng; "
          "góp bù hai tháng trước trong tháng này.", "vows": (("party-b", "Góp bù 1.400.000 đồng", 31),)}),
     Deed("ask", 12, {"manner": "visit", "found": "Ông Đức đã đưa trước 700.000 đồng, hứa đưa nốt đúng hẹn."})))

IN_HAND: Final = (
    PATH, DRAIN, MOTHER,
    Told("Cây xoài ngả qua mái nhà hẻm 5",
         "Nhánh xoài của bên thứ hai ngả qua mái tôn nhà bên thứ nhất, rụng làm móp mái.", "civil", "animals", 1,
         (Side("party-a", "Lâm Thị Thanh Lan", 55, "5/7, hẻm 5", "F"),
          Side("party-b", "Trần Công Hậu", 63, "5/9, hẻm 5", "M")), "", by_leader=True, started_by="assigned",
         proposed_by="Chi hội Phụ nữ khu vực 3"),
    Told("Dọa đánh nhau vì chỗ đậu xe hẻm 33",
         "Hai nhà giành chỗ đậu xe đầu hẻm, tối qua cầm cây dọa nhau trước mặt hàng xóm.", "other", "quarrel", 3,
         (Side("party-a", "Nguyễn Văn Sỹ", 34, "33/1, hẻm 33", "M"),
          Side("party-b", "Phan Thành Vinh", 29, "33/2, hẻm 33", "M")),
         LOC, (Deed("warn", 0, {"summary": "Hai bên cầm cây dọa nhau, hẹn tối nay giải quyết."}),
               Deed("pass-warning", 0, {"summary": "Đã gọi điện Chủ tịch phường và công an khu vực lúc 19 giờ."},
                    LEADER),
               Deed("under-way", 1, {"next_in": 4, "came": "Các bên, công an khu vực"})), by_leader=True),
    Told("Mùi chuồng heo giáp hai khu vực",
         "Chuồng heo ở khu vực 4 sát ranh, mùi sang ba nhà khu vực 3; hai bên đã to tiếng.", "other", "hygiene", 9,
         (Side("party-a", "Bùi Thị Kim Thoa", 48, "40/2, hẻm 40", "F"),
          Side("party-b", "Đặng Văn Thới", 57, "2/8, hẻm 2", "M", hamlet="Khu vực 4")), HIEN,
         (Deed("join-team", 1, {"note": "Bên thứ hai ở khu vực 4."}, LEADER),
          Deed("tell-fronts", 1, {"note": "Đã báo Ban công tác Mặt trận khu vực 3 và khu vực 4."}, LEADER),
          Deed("under-way", 2, {"next_in": 8})), by_leader=True),
    Told("Mượn tiền hụi chưa trả hẻm 8", ABOUT["debt"].content, "civil", "debt", 36,
         (Side("party-a", "Võ Thị Ngọc Ẩn", 51, "8/3, hẻm 8", "F"),
          Side("party-b", "Hoàng Thị Lệ", 46, "8/11, hẻm 8", "F", "0918555811")), HIEN,
         (Deed("settled", 3, {"record": "signed", "agreement": ABOUT["debt"].agreed,
                              "vows": (("party-b", "Trả 3 triệu đồng lần đầu", 29),
                                       ("party-b", "Trả 3 triệu đồng còn lại", 75))}),),
         by_leader=True),
    Told("Tường nhà nứt do xây bên cạnh, hẻm 19",
         "Bên thứ hai đào móng sát ranh, tường nhà bên thứ nhất nứt một đường dài.", "civil", "damage", 14,
         (Side("party-a", "Ngô Hoàng Phi", 45, "19/6, hẻm 19", "M", "0918555196"),
          Side("party-b", "Trần Thị Mộng Thu", 42, "19/8, hẻm 19", "F")), HOANG,
         (Deed("under-way", 2, {"next_in": 5}), Deed("failed", 5, {"agreement":
          "Ông Phi đòi đền 30 triệu đồng; bà Thu chỉ chịu trám lại vết nứt."}),
          Deed("hand-on", 3, {"summary": "Đề nghị Ủy ban nhân dân phường kiểm tra việc đào móng sát ranh và hướng dẫn "
                                         "hai bên bồi thường."}))),
    Told("Đốt dây điện lấy đồng trong hẻm 22",
         "Bên thứ hai đốt vỏ dây điện lấy đồng trong hẻm, khói vào các nhà chung quanh.", "other", "hygiene", 20,
         (Side("party-a", "Lê Văn Tấn", 66, "22/5, hẻm 22", "M"),
          Side("party-b", "Phạm Hữu Có", 31, "22/9, hẻm 22", "M")),
         HOANG, (Deed("refer", 1, {"barred": "offence", "to_place": "police", "summary":
                  "Hành vi có thể bị xử phạt về môi trường: đã giải thích và hướng dẫn báo công an phường."}),)),
    Told("Ghi trùng: loa kéo hẻm 14", _NOISE.content, "other", "noise", 18,
         (Side("party-a", "Huỳnh Thị Diệu", 38, "14/3, hẻm 14", "F"),
          Side("party-b", "Vũ Đình Toàn", 35, "14/6, hẻm 14", "M")),
         HOANG, (Deed("void", 1, {"reason": "Ghi hai lần cùng một vụ"}, LEADER),)),
    Told("Lấn bậc thềm ra lối đi hẻm 31", _PATH.content.format(n=31), "civil", "path", 16,
         (Side("party-a", "Dương Minh Khôi", 60, "31/2, hẻm 31", "M"),
          Side("party-b", "Lý Ngọc Bích", 58, "31/4, hẻm 31", "F")),
         HOANG, (Deed("stopped", 4, {"agreement": DEMANDS, "asked_by": "party-b", "course": COURSE}),)),
    Told("Chia tiền bán đất hương hỏa hẻm 45",
         "Ba anh em chưa thống nhất chia tiền bán phần đất cha mẹ để lại.", "civil", "inheritance", 60,
         (Side("party-a", "Đỗ Thị Kim Chi", 56, "45/1, hẻm 45", "F"),
          Side("party-b", "Đỗ Minh Trí", 52, "45/3, hẻm 45", "M")),
         HIEN, (Deed("settled", 5, {"record": "signed",
                                    "agreement": "Chia đều ba phần, người em trừ tiền thuốc của mẹ.",
                                    "vows": (("party-b", "Chuyển phần tiền của hai chị", 80),)}),
                Deed("request-court", 20, {"court": "Tòa án nhân dân khu vực 1", "asked_by": "both"}),
                Deed("court-asks", 32, {"summary": "Tòa án yêu cầu bản chính văn bản hòa giải thành và danh sách "
                                                   "người dự."})),
         by_leader=True),
)
"""The first three are those of the mediator who signs in; then one of every other course."""
