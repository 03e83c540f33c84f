"""Narrative as FHIR allows it: one XHTML div of text and tables; nothing that runs, nothing that fetches.

Source: FHIR R4 4.0.1, Narrative, invariants txt-1 and txt-2.
"""

import re
from functools import lru_cache
from xml.etree.ElementTree import Element
from xml.parsers import expat

from schemas.fhir.xml_safe import Unparsable, parsed

_XHTML = "{http://www.w3.org/1999/xhtml}"
_TAGS = re.compile(
    r"(?:a|abbr|acronym|b|big|blockquote|br|caption|cite|code|col|colgroup|dd|dfn|div|dl|dt|em|"
    r"h1|h2|h3|h4|h5|h6|hr|i|img|ins|del|li|ol|p|pre|q|samp|small|span|strong|sub|sup|"
    r"table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var)\Z"
)
_ATTRIBUTES = re.compile(
    r"(?:abbr|accesskey|align|alt|axis|bgcolor|border|cellhalign|cellpadding|cellspacing|cellvalign|"
    r"char|charoff|charset|cite|class|colspan|compact|coords|dir|frame|headers|height|href|"
    r"hreflang|hspace|id|lang|longdesc|name|nowrap|rel|rev|rowspan|rules|scope|shape|span|src|"
    r"start|style|summary|tabindex|title|type|valign|value|vspace|width)\Z"
)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LINKS = re.compile(r"\s*(?:https?:|ftp:|mailto:|tel:|#|[^:]*\Z)", re.IGNORECASE)
_SOURCES = re.compile(r"\s*(?:data:image/(?:png|jpeg|gif);|#|[^:]*\Z)", re.IGNORECASE)
_STYLE = re.compile(r"expression|url\s*\(|javascript|@import|\\", re.IGNORECASE)
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)[A-Za-z][A-Za-z0-9]*;")


_ROOT = '<div xmlns="http://www.w3.org/1999/xhtml"'
_PLAIN_TAG = re.compile(r"""<(/?[a-z][a-z0-9]*(?:\s+[a-z]+="[^"<>&]*")*\s*/?)>""")
_PLAIN_ATTRIBUTE = re.compile(r"""([a-z]+)="([^"]*)\"""")
_ANY_ENTITY = re.compile(r"&[^;<&]*;")
_WORDS = re.compile(r">[^<]*[^<\s]")


def narrative_fault(div: str) -> str | None:
    """What is wrong with a `text.div`; None when it may be shown."""
    if _is_plain(div):
        return None
    try:
        root = parsed(_ENTITY.sub(" ", div).encode())
    except (Unparsable, UnicodeEncodeError):
        return "is not well-formed XHTML"
    if "<?" in div or root.tag != _XHTML + "div":
        return "is not one `div` in the XHTML namespace, without processing instructions"
    return _content_fault(root)


def _is_plain(div: str) -> bool:
    """The quick look: well-formed, and only tags without a prefix, a namespace or an entity in them, each allowed."""
    if not div.startswith(_ROOT) or "<!" in div or "<?" in div:
        return False
    tags = _PLAIN_TAG.findall(div, len(_ROOT))
    if len(tags) != div.count("<") - 1 or not all(map(_is_allowed, set(tags))):
        return False
    if _WORDS.search(_ANY_ENTITY.sub(" ", div) if "&" in div else div) is None:
        return False
    reader = expat.ParserCreate("utf-8")
    try:
        reader.Parse(_ENTITY.sub(" ", div) if "&" in div else div, True)
    except (expat.ExpatError, UnicodeEncodeError):
        return False
    return True


@lru_cache(maxsize=4096)
def _is_allowed(tag: str) -> bool:
    """Of a tag as it is written, without its brackets."""
    name = tag.strip("/").split(maxsplit=1)[0].strip("/")
    attributes = _PLAIN_ATTRIBUTE.findall(tag)
    return _TAGS.match(name) is not None and all(it != "xmlns" and _may(it, value) for it, value in attributes)


def _content_fault(root: Element) -> str | None:
    for element in root.iter():
        if not isinstance(element.tag, str) or not _TAGS.match(element.tag.removeprefix(_XHTML)):
            return "holds an element that narrative may not have, as scripts, forms and objects"
        if any(not _may(name, value) for name, value in element.attrib.items()):
            return "holds an attribute that narrative may not have, as event handlers and active links"
    has_picture = root.find(f".//{_XHTML}img") is not None
    return None if has_picture or "".join(root.itertext()).strip() else "is empty; leave the narrative out"


def _may(name: str, value: str) -> bool:
    if name == _XML_LANG:
        return True
    if not _ATTRIBUTES.match(name) or (name == "style" and _STYLE.search(value)):
        return False
    if name in {"src", "longdesc"}:
        return _SOURCES.match(value) is not None
    return name not in {"href", "cite"} or _LINKS.match(value) is not None
