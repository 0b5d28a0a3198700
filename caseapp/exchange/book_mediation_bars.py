"""Knows which words of a row are signs that the law bars mediation (Luật Hòa giải ở cơ sở 2013 art. 3(1), 10(4)).

The table is the product's own judgement: no statute lists words, and a sign only asks a person to look.
"""

from typing import Final

from caseapp.exchange.book_mediation_scopes import Words, lowered
from caseapp.text import mark

DENOUNCED: Final = mark("có nội dung tố cáo")
AGAINST_OFFICE: Final = mark("khiếu nại việc làm của cơ quan nhà nước")
BREACH: Final = mark("có dấu hiệu vi phạm pháp luật")
PUBLIC: Final = mark("có dấu hiệu xâm phạm lợi ích công cộng")
SAID_SO: Final = mark("sổ ghi không thuộc phạm vi hòa giải")

OFFICE: Final = (
    r"khiếu nại (?!nhau|lẫn nhau|hàng xóm)[^.;]{0,40}?(?:ubnd|ủy ban|chủ tịch|cơ quan|quyết định|cán bộ|công chức"
    r"|nhà nước|phòng|sở|công an|thu hồi|cấp (?:giấy|sổ))|quyết định (?:hành chính|thu hồi|xử phạt|bồi thường)"
)
WEAPONS: Final = (
    r"\b(?:dao|rựa|mã tấu|gậy|súng|búa|hung khí|vũ khí)\b[^.;]{0,30}?\b(?:chém|đâm|đánh|dọa|bắn)"
    r"|tàng trữ|chất nổ|thuốc nổ|pháo nổ"
)
# “chưa gây thương tích” is no injury; a tree is cut with the same word as a man.
INJURY: Final = (
    r"(?<!chưa )(?<!không )(?<!ko )(?:gây thương tích|bị thương nặng|\bchém\b(?! (?:cây|cành|bắp|gà|rào|dây)))"
    r"|đánh [^.;]{0,30}?(?:gãy (?:tay|chân|răng|xương)|nhập viện|đi viện|cấp cứu|chấn thương)|(?:dọa )?giết người"
    r"|dọa giết|hiếp dâm|xâm hại|dâm ô|quấy rối tình dục|bạo hành|bạo lực gia đình|(?:bắt giữ|giam giữ) người"
)
CRIME: Final = (
    r"ma t[úu][ýy]|\bcướp\b|trộm cắp|ăn trộm|lừa đảo|chiếm đoạt|đánh bạc|cờ bạc|cá độ|tín dụng đen|lãi nặng|đốt nhà"
    r"|cố ý (?:phá|hủy|đốt|làm hư)"
)
MARRIAGE: Final = (
    r"chưa (?:đủ|đến) tuổi|tảo hôn|cận huyết|\bép (?:gả|hôn|cưới|kết hôn)|(?:bắt|kéo) vợ|một lúc hai vợ|kết hôn giả"
)
PUBLIC_GOODS: Final = (
    r"đất (?:công\b(?! tư)|rừng|quốc phòng)|lấn chiếm (?:lòng|lề|vỉa|hành lang|rừng|kênh|suối|sông)"
    r"|phá rừng|chặt rừng|hành lang (?:an toàn|lộ giới|lưới điện)|công trình công cộng|tài sản (?:công|nhà nước)"
)
_SIGNS: Final = tuple(
    (reason, Words(words))
    for reason, words in (
        (AGAINST_OFFICE, OFFICE),
        (BREACH, WEAPONS),
        (BREACH, INJURY),
        (BREACH, CRIME),
        (BREACH, MARRIAGE),
        (PUBLIC, PUBLIC_GOODS),
    )
)
_SAID_NOT: Final = Words(
    r"không (?:thuộc (?:phạm vi|diện|thẩm quyền|đối tượng)|được(?: phép)?) hòa giải"
    r"|không hòa giải được[,;:.]? (?:báo|chuyển|hướng dẫn)"
    r"|(?<!sẽ )(?<!thì )\b(?:báo|chuyển)(?: cho| đến| sang)? (?:công an|cơ quan điều tra)"
)


def barred_because(content: str, elsewhere: str) -> str | None:
    """The sign in a row that the law bars mediation; `elsewhere`: what the mediators themselves wrote beside it."""
    told = lowered(content)
    found = next((reason for reason, words in _SIGNS if words.are_in(told)), None)
    return found or (SAID_SO if _SAID_NOT.are_in(lowered(elsewhere)) else None)
