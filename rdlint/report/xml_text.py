"""Text in XML 1.0: what any reader takes, in ASCII.

Line ends become references, so that every line of the output begins with `<`, and so does one of
two `#`, by which GitHub and Azure know commands anywhere in a line.
"""

from __future__ import annotations

import re

HEADER = '<?xml version="1.0" encoding="utf-8"?>'
#: What no XML 1.0 file may hold, not even as a reference.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"[&<>\"\t\n\r\x7f]|(?<=#)#")


def escape(text: str) -> str:
    r"""Return ``text`` for the inside of an element or a quoted attribute; what is illegal becomes ``\x1b`` and such.

    >>> escape('a < "b"')
    'a &#60; &#34;b&#34;'
    """
    text = _ILLEGAL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
    text = _MARKUP.sub(lambda found: f"&#{ord(found[0])};", text)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def tag(element: str, /, **attributes: object) -> str:
    """Return the opening tag of ``element`` with its attributes, in the order in which they are given."""
    given = (f' {key}="{escape(str(value))}"' for key, value in attributes.items())
    return f"<{element}{''.join(given)}>"
