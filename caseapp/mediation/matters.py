"""What people fall out about, in the office's own words: by it recurring kinds of dispute are found in a hamlet."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from caseapp.mediation.dispute import Scope
from caseapp.text import mark

MATTERS: Final[Mapping[str, tuple[str, frozenset[str]]]] = MappingProxyType({
    "path": (mark("Lối đi chung"), frozenset({Scope.CIVIL, Scope.OTHER})),
    "boundary": (mark("Ranh giới, mốc giới đất"), frozenset({Scope.CIVIL})),
    "land": (mark("Quyền sử dụng đất khác"), frozenset({Scope.CIVIL})),
    "debt": (mark("Vay nợ, hụi, mua bán"), frozenset({Scope.CIVIL})),
    "damage": (mark("Làm hư hỏng tài sản, đền bù"), frozenset({Scope.CIVIL})),
    "inheritance": (mark("Thừa kế"), frozenset({Scope.CIVIL, Scope.FAMILY})),
    "water": (mark("Nước, điện, thoát nước"), frozenset({Scope.CIVIL, Scope.OTHER})),
    "animals": (mark("Vật nuôi, cây trồng"), frozenset({Scope.CIVIL, Scope.OTHER})),
    "spouses": (mark("Vợ chồng"), frozenset({Scope.FAMILY})),
    "children": (mark("Cha mẹ và con, nuôi con, cấp dưỡng"), frozenset({Scope.FAMILY})),
    "relatives": (mark("Anh em, họ hàng"), frozenset({Scope.FAMILY})),
    "noise": (mark("Tiếng ồn"), frozenset({Scope.OTHER})),
    "hygiene": (mark("Vệ sinh, rác, mùi"), frozenset({Scope.OTHER})),
    "quarrel": (mark("Xích mích, lời qua tiếng lại"), frozenset({Scope.OTHER})),
    "something-else": (mark("Việc khác"), frozenset(Scope)),
})
"""Name and the scopes under which each is offered."""
