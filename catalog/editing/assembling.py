"""From the forms over a part to the whole document, with the source of the change in its place."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from catalog.editing.citing import cite, places_of_new, touched, uncited, with_key
from catalog.editing.evidence import NewSourceForm
from catalog.editing.forms import PartEditor
from catalog.editing.shapes import SOURCES, Place, shapes_of
from registry.documents import InvalidDocument, parse_document
from registry.forms.naming import free

Data = dict[str, Any]


def assembled(editor: PartEditor) -> Data | None:
    """Return the document that the valid forms of an editor stand for; None, with the mistake noted at its field, where it is not one."""
    document, place = editor.document, editor.place
    if editor.is_removed:
        return placed(document, place, None, kind=editor.kind)
    part = editor.to_part()
    _name(part, editor)
    source = editor.source if editor.source is not None and editor.source.is_given else None
    key = _key_of(source, document) if source else None
    if key is None and _cites_what_is_not_there(editor, part):
        return None
    data = placed(document, place, with_key(part, key), kind=editor.kind)
    if source and key:
        data["sources"] = {**data.get("sources", {}), key: data.get("sources", {}).get(key) or _entry(source)}
    return data if _is_supported(data, editor, source, key) else None


def placed(document: Mapping[str, Any], place: Place, part: Data | None, *, kind: str) -> Data:
    """Return the document with a part put into its place, or taken out of it."""
    data: Data = deepcopy(dict(document))
    if place.is_page:
        lists = {shape.name for shape in shapes_of(kind)}
        return {"kind": kind, **(part or {}), **{name: data[name] for name in data if name in lists}}
    name = place.shape.name
    if place.shape is SOURCES:
        sources = data.setdefault(name, {})
        if part is None:
            sources.pop(place.key, None)
        else:
            sources[part.pop("key")] = part
    else:
        items, at = data.setdefault(name, []), place.index_in(document)
        items[slice(at, at + 1) if at is not None else slice(len(items), None)] = [] if part is None else [part]
    if not data[name]:
        del data[name]
    return data


def part_in(data: Mapping[str, Any], place: Place, *, kind: str) -> Data:
    """Return the part of a document that an editor was over; a part that was added stands last."""
    if place.is_page:
        return place.part_in({**data, "kind": kind}) or {}
    if place.is_new and place.shape is not SOURCES:
        return dict(data[place.shape.name][-1])
    return place.part_in(data) or {}


def _name(part: Data, editor: PartEditor) -> None:
    """Give a part that is added a name of its own, where the author gave none."""
    place = editor.place
    if place.shape is SOURCES:
        form = editor.main
        taken = editor.document.get("sources", {})
        part["key"] = place.key if not place.is_new else free(form.key_for(), () if form.cleaned_data.get("key") else taken)  # type: ignore[attr-defined]
    elif place.is_new and place.shape.identity:
        identity = place.shape.identity
        if not editor.main.cleaned_data.get(identity):
            part[identity] = free(part[identity], (item[identity] for item in editor.document.get(place.shape.name, ())))


def _key_of(source: NewSourceForm, document: Mapping[str, Any]) -> str:
    """Return the key of the source that the page has already under its address, or a key that is free."""
    known: Mapping[str, Any] = document.get("sources", {})
    url = source.cleaned_data.get("url")
    same = next((key for key, entry in known.items() if url and entry.get("url") == url), None)
    return same or free(source.key_for(), known)


def _entry(source: NewSourceForm) -> Data:
    return {name: value for name, value in source.to_part().items() if name != "verification"}


def _cites_what_is_not_there(editor: PartEditor, part: Data) -> bool:
    """Note where a fact is to rest on the source at the foot, and none is given there."""
    paths = list(places_of_new(part))
    if paths and editor.source:
        words = "Give the source here: a fact above is to rest on it."
        editor.source.quiet()
        editor.source.add_error("url", words)
    return bool(paths)


def _is_supported(data: Data, editor: PartEditor, source: NewSourceForm | None, key: str | None) -> bool:
    """Let what changed rest on the new source; note where it rests on nothing and the author did not say that there is no source yet."""
    place = editor.place
    try:
        canonical = parse_document(data).as_data()
    except InvalidDocument:
        return True
    after = part_in(canonical, place, kind=editor.kind)
    facts = touched(editor.part, after, place=place)
    if source and key:
        own = data if place.is_page else next(item for item in _list(data, place) if _is_same(item, after, place))
        as_a_whole = place.is_new or editor.is_new_page
        cite(own, place=place, facts=facts, key=key, verification=source.cleaned_data.get("verification", ""), as_a_whole=as_a_whole)
        return True
    missing = uncited(after, place=place, facts=facts, page=canonical)
    if not missing or editor.source is None or editor.is_tried_out or editor.save.cleaned_data.get("no_source"):
        return True
    editor.source.quiet()
    editor.source.add_error(
        "url", f"No source supports {', '.join(missing)}: give one here, choose one beside the fact, or say below that you have none yet."
    )
    return False


def _list(data: Data, place: Place) -> list[Data]:
    items: list[Data] = data.get(place.shape.name, [])
    return items


def _is_same(item: Data, part: Data, place: Place) -> bool:
    return item.get(place.shape.identity) == part.get(place.shape.identity) if place.shape.identity else True
