"""The keyboard in a browser test: where one stands, and Tab until one stands elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Nobody stands anywhere while a page is on its way: neither is there an element, nor do its keys work.
_ARRIVED = "() => document.readyState === 'complete' && document.activeElement !== null"
_NAME = """() => { const one = document.activeElement;
  return one === document.body ? "" : one.name || one.id || one.innerText.trim().split("\\n")[0]; }"""
_WORDS = "() => document.activeElement.innerText ?? ''"


def focused(page: Page) -> str:
    """The name, the id or the first written line of what has the focus; nothing when the page itself has it."""
    page.wait_for_function(_ARRIVED)
    return str(page.evaluate(_NAME))


def focused_words(page: Page) -> str:
    """What is written on what has the focus."""
    page.wait_for_function(_ARRIVED)
    return str(page.evaluate(_WORDS))


def tab_to(page: Page, name: str, at_most: int = 80) -> None:
    """Tab on to the field of that name, or to the link whose words begin so; what cannot be reached ends here and not never."""
    for _press in range(at_most):
        here = focused(page)
        if here == name or (name[0].isupper() and here.startswith(name)):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {name}; it stands on {focused(page)}")


def tab_to_words(page: Page, words: str, at_most: int = 30) -> None:
    """Tab on to the button or link that says ``words``."""
    for _press in range(at_most):
        if words in focused_words(page):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches “{words}”; it stands on {focused(page)}")
