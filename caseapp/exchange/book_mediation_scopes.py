"""Knows what a dispute is about by its words: property, family, or what else neighbours quarrel over.

The table is the product's own judgement: no statute lists words, and the scope can be corrected at every dispute.
"""

import re
from collections.abc import Mapping
from typing import Final

from caseapp.exchange.book_mediation_rows import Scope
from caseapp.exchange.book_problems import Problem, problem
from caseapp.text import fold

INHERITED: Final = r"thừa kế|di chúc|di sản"
FAMILY_LIFE: Final = (
    r"\bvợ\b|\bchồng\b(?! (?:lấn|chéo|lên|chất|đống|gạch|củi))|l[yi] (?:hôn|thân)|kết hôn|hôn nhân|tảo hôn|sính lễ"
    r"|thách cưới|đám cưới|ngoại tình|cấp dưỡng|phụng dưỡng|nuôi (?:con|cháu)\b|giành con|quyền nuôi|con chung"
    r"|sống chung như|bạo lực gia đình|con (?:dâu|rể)|mẹ kế|dì ghẻ|chăm sóc (?:cha|mẹ|bố|ông|bà)|bất hiếu"
    r"|hỗn với (?:cha|mẹ|bố)|(?:anh|chị) em ruột"
)
KIN: Final = (
    r"(?:(?:hai|các|ba|mấy|giữa) )*(?:anh em|chị em|anh chị em|cha con|mẹ con|bố con|ông bà|cha mẹ|bố mẹ|cô chú"
    r"|chú cháu|bác cháu|bà cháu|ông cháu|thông gia|sui gia|con (?:trai|gái|cả|út|riêng|nuôi|đẻ)|mẹ vợ|bố vợ|cha vợ"
    r"|em (?:trai|gái)|anh (?:trai|rể)|chị gái|cháu (?:nội|ngoại))\b"
)
PROPERTY: Final = (
    r"\bđất\b|\branh\b|cột mốc|mốc giới|\bbờ (?:rào|thửa|ruộng)\b|\brẫy\b|lối (?:đi|ra)|đường đi chung|nguồn nước"
    r"|nước tưới|mương|\bnợ\b|\bvay\b|mượn|\bthuê\b|cọc\b|mua|\bbán\b|hợp đồng|(?:chuyển|sang) nhượng|\bhụi\b"
    r"|tiền (?:công|lương)|trả công|chậm trả|góp vốn|làm ăn|chia tiền|tài sản|cầm cố|thế chấp"
)
NEIGHBOURS: Final = (
    r"cãi (?:nhau|vã|lộn)|tranh cãi|lời qua tiếng lại|chửi|xúc phạm|nói xấu|bôi nhọ|vu khống|danh dự|mạng xã hội"
    r"|mất lòng|hiểu lầm|xích mích|hiềm khích|đánh (?:nhau|lộn)|xô (?:xát|đẩy)|hành hung|gây gổ|va (?:quẹt|chạm)"
    r"|đụng xe|tai nạn|\bồn\b|karaoke|\bloa\b|mùi hôi|hôi thối|khói|\brác\b|phân (?:gà|bò|heo|lợn)|nước thải"
    r"|vệ sinh|bẩn|chắn (?:ngõ|đường|lối)|bùa|ma lai|mê tín|ghen|nghi (?:ngờ|lấy)|lối sống|tính tình|nếp sống"
    r"|\bdao\b|\bchém\b|\bđâm\b"
)
DAMAGE: Final = (
    r"bồi thường|\bđền\b|thiệt hại|làm (?:hỏng|gãy|vỡ|chết|hư|cháy|thủng|sập|nứt)|cháy|sạt|sập|nứt|thấm|dột"
    r"|(?:đổ|ngả|nghiêng|lấn|chảy) sang|tường|mái (?:nhà|tôn|hiên)|máng|chuồng|xây (?:nhà|cất)|công trình phụ"
    r"|cành cây|cây (?:cối|trồng)|hoa màu|ruộng"
    r"|\b(?:bò|trâu|heo|lợn|dê|gà|vịt|ong|chó|gia súc|vật nuôi)\b.{0,25}\b(?:phá|ăn|vào|giẫm|dẫm|đốt|cắn|húc)\b"
)
# In their order, the first that fits. What is inherited is civil though kin quarrel over it; what kin quarrel over
# else is of the family; land, debts and contracts are civil though it came to words; other damage is civil unless it
# came with a nuisance, with words or with blows.
_SCOPES: Final = (
    (Scope.CIVIL, INHERITED),
    (Scope.FAMILY, FAMILY_LIFE),
    (Scope.FAMILY, rf"^\W*(?:lần \w+\W+)?(?:(?:mâu thuẫn|tranh chấp|xích mích|bất hòa) )?{KIN}"),
    (Scope.CIVIL, PROPERTY),
    (Scope.OTHER, NEIGHBOURS),
    (Scope.CIVIL, DAMAGE),
)
# What the books' own column of scope is called by.
_NAMED: Final[Mapping[Scope, re.Pattern[str]]] = {
    Scope.FAMILY: re.compile(r"hon nhan|gia dinh|hngd"),
    Scope.CIVIL: re.compile(r"dan su|dat dai|tai san|\bds\b|thua ke|hop dong|vay no"),
    Scope.OTHER: re.compile(r"khac|mau thuan|xich mich|lang gieng|hang xom|vi pham"),
}
_MONEY: Final = re.compile(r"\d\s*(?:triệu|nghìn|ngàn|tỷ|đồng|đ\b|trieu|nghin|ngan|dong|tr\b)")


class Words:
    """Words looked for in a lowered text; without marks only in a text that was typed without any."""

    __slots__ = ("_bare", "_marked")

    def __init__(self, words: str) -> None:
        self._marked = re.compile(words)
        self._bare = re.compile(fold(words))

    def are_in(self, lowered: str) -> bool:
        """Whether one of them stands in the text."""
        return bool((self._bare if lowered.isascii() else self._marked).search(lowered))


_SCOPE_WORDS: Final = tuple((scope, Words(words)) for scope, words in _SCOPES)


def lowered(text: str) -> str:
    """Small letters on one line, the tone where most write it."""
    return " ".join(text.lower().split()).replace("hoà", "hòa").replace("thoả", "thỏa").replace("uỷ", "ủy")


def scope_of(content: str, agreement: str = "") -> Scope | None:
    """What a dispute is about: a content that no word tells apart is of the remaining sort.

    Without a content only the agreement tells: whoever agrees on a sum of money had a dispute over property.
    """
    if told := lowered(content):
        return _by_words(told) or Scope.OTHER
    told = lowered(agreement)
    return _by_words(told) or (Scope.CIVIL if _MONEY.search(told) else None)


def _by_words(told: str) -> Scope | None:
    return next((scope for scope, words in _SCOPE_WORDS if words.are_in(told)), None)


def scope_named(cell: str) -> tuple[Scope | None, tuple[Problem, ...]]:
    """What the book's own column of scope says, and whether it cannot be understood."""
    folded = fold(cell)
    found = next((scope for scope, words in _NAMED.items() if words.search(folded)), None)
    return found, () if found or not folded else (problem("SCOPE_UNKNOWN", written=cell[:60]),)
