"""What neighbours of the demo office fall out about, in the words mediators write down; every person is invented."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class About:
    """A kind of dispute: its scope and matter, what it is called and about, how it is settled, what is promised."""

    scope: str
    matter: str
    title: str
    content: str
    agreed: str
    vow: str


ABOUT: Final = {
    "path": About(
        "civil", "path", "Chậu kiểng đặt lấn lối đi hẻm {n}",
        "Bên thứ hai đặt chậu kiểng dọc lối đi chung hẻm {n}, xe của bên thứ nhất không vào được nhà.",
        "Dời hết chậu kiểng vào trong sân, chừa lối đi rộng 1,5 m như trước.", "Dời chậu kiểng vào trong sân"),
    "boundary": About(
        "civil", "boundary", "Hàng rào giữa hai nhà hẻm {n}",
        "Bên thứ hai làm lại hàng rào, bên thứ nhất cho là lấn qua ranh đất nhà mình 20 cm.",
        "Hai bên cùng đo lại theo mốc cũ, làm lại đoạn rào lệch, mỗi bên chịu một nửa tiền công.",
        "Làm lại đoạn hàng rào lệch mốc"),
    "debt": About(
        "civil", "debt", "Mượn tiền chưa trả, hẻm {n}",
        "Bên thứ hai mượn 6 triệu đồng sửa nhà, hẹn ba tháng trả mà chưa trả.",
        "Trả làm hai lần, không tính lãi.", "Trả 3 triệu đồng còn lại"),
    "damage": About(
        "civil", "damage", "Xe tải cán vỡ nắp cống hẻm {n}",
        "Xe chở cát của bên thứ hai cán vỡ nắp cống trước nhà bên thứ nhất, hai bên lời qua tiếng lại.",
        "Bên thứ hai mua nắp cống mới và thuê người lắp.", "Lắp nắp cống mới"),
    "water": About(
        "civil", "water", "Nước mưa mái nhà đổ qua nhà bên, hẻm {n}",
        "Mái tôn của bên thứ hai không có máng, nước mưa đổ thẳng vào vách nhà bên thứ nhất.",
        "Bên thứ hai gắn máng xối dọc mái giáp ranh.", "Gắn máng xối"),
    "spouses": About(
        "family", "spouses", "Vợ chồng cãi vã, hẻm {n}",
        "Hai vợ chồng bất hòa chuyện tiền chợ và giờ giấc đi làm, gia đình hai bên nhờ tổ hòa giải.",
        "Hai vợ chồng cùng ghi chi tiêu hằng tuần, không nặng lời trước mặt con.", "Cùng ghi sổ chi tiêu trong nhà"),
    "children": About(
        "family", "children", "Con không góp tiền nuôi cha mẹ, hẻm {n}",
        "Các con không thống nhất được ai góp bao nhiêu để nuôi mẹ già.",
        "Mỗi người con góp 500.000 đồng mỗi tháng, người ở xa gửi qua người ở gần.", "Góp tiền tháng đầu"),
    "relatives": About(
        "family", "relatives", "Anh em giành chăm phần mộ, hẻm {n}",
        "Hai anh em không thống nhất việc tu sửa phần mộ cha mẹ.",
        "Cùng góp tiền sửa, người em trông coi thợ.", "Góp phần tiền sửa mộ"),
    "noise": About(
        "other", "noise", "Hát loa kéo khuya, hẻm {n}",
        "Nhà bên thứ hai hát loa kéo đến gần nửa đêm, nhà bên thứ nhất có cháu nhỏ và người bệnh.",
        "Không hát sau 21 giờ, có đám tiệc thì báo trước hàng xóm.", "Không hát loa kéo sau 21 giờ"),
    "animals": About(
        "other", "animals", "Gà thả sang vườn rau, hẻm {n}",
        "Gà của bên thứ hai thả rông sang bới luống rau của bên thứ nhất nhiều lần.",
        "Rào lưới phía giáp vườn, đền giống rau.", "Rào lưới chuồng gà"),
    "hygiene": About(
        "other", "hygiene", "Rác để trước cửa nhà bên, hẻm {n}",
        "Bên thứ hai để bao rác qua đêm trước cửa nhà bên thứ nhất, chó bới tung.",
        "Để rác đúng giờ xe lấy, trong thùng có nắp.", "Mua thùng rác có nắp"),
    "quarrel": About(
        "other", "quarrel", "Lời qua tiếng lại ở chợ, hẻm {n}",
        "Hai người bán hàng cạnh nhau ở chợ nói xấu nhau, to tiếng trước khách.",
        "Hai bên xin lỗi nhau, dời sạp cách nhau một lối đi.", "Dời sạp hàng"),
}
WHOLE_YEAR: Final = {
    "CT-AT-KV3": ("path", "noise", "debt", "spouses", "path", "noise", "hygiene", "boundary", "path", "noise",
                  "quarrel", "debt", "children", "path", "noise", "debt"),
    "CT-AT-KV4": ("boundary", "animals", "water", "boundary", "spouses", "animals", "hygiene", "boundary", "debt",
                  "animals", "noise", "boundary", "relatives", "animals", "damage", "hygiene", "boundary"),
}
"""The disputes of a year in a hamlet, one after the other: some kinds recur."""
BOOK: Final = ("boundary", "animals", "debt", "noise", "boundary", "spouses", "water", "boundary", "quarrel")
"""Those of an old logbook."""
COURSE: Final = "Từng bên trình bày, hòa giải viên giải thích quy định và tình làng nghĩa xóm."
DEMANDS: Final = "Bên thứ nhất yêu cầu bên kia dừng ngay và đền bù; bên thứ hai cho là mình không sai."
