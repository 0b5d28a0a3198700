"""Which pairs of telling words stand in each dossier's search text: one table by unit, kept by the database itself.

The full-text index answers for the whole office, and what a viewer may not see would have to be passed over row by row;
here the latest dossiers of a unit with a pair are one look away. What is found by it is no more than the search text
says; whatever changes or drops that text changes the pairs with it, so no writer has to know of them.
"""
from __future__ import annotations

import zlib
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.petitions.repeats.words import HOLLOW, SLIGHT

PAIRS: Final = sa.table(
    "search_pair", sa.column("unit_id", sa.Integer), sa.column("pair", sa.Text), sa.column("dossier_id", sa.Integer))


def is_kept(one: str, other: str) -> bool:
    """Whether two folded words that stand together are kept as a pair: one of them tells, or they name a parcel."""
    if one in HOLLOW or other in HOLLOW:
        return False
    return one == _PARCEL or not (_is_slight(one) and _is_slight(other))


def _is_slight(word: str) -> bool:
    return word in SLIGHT or word in _SHORT_NUMBERS


# ---- the same for the database ---------------------------------------------------------------------------------------

_PARCEL: Final = "thua"
_SHORT_NUMBERS: Final = frozenset([str(number) for number in range(100)] + [f"0{number}" for number in range(10)])


def _listed(words: frozenset[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


_SLIGHT: Final = _listed(SLIGHT | _SHORT_NUMBERS)
_KEPT: Final = f"""one NOT IN ({_listed(HOLLOW)}) AND other NOT IN ({_listed(HOLLOW)})
    AND (one = '{_PARCEL}' OR one NOT IN ({_SLIGHT}) OR other NOT IN ({_SLIGHT}))"""

# A row of no unit says by which words the others were chosen: with other words they are chosen anew.
_SO: Final = {"unit_id": 0, "pair": f"words {zlib.crc32(_KEPT.encode())}", "dossier_id": 0}
_READ_SO: Final = sa.select(PAIRS.c.pair).where(*(PAIRS.c[name] == value for name, value in _SO.items()))

_TABLE: Final = """CREATE TABLE IF NOT EXISTS search_pair (unit_id INTEGER NOT NULL, pair TEXT {sorted} NOT NULL,
    dossier_id INTEGER NOT NULL, PRIMARY KEY (unit_id, pair, dossier_id)) {kept}"""
_ON_SQLITE: Final = _TABLE.format(sorted="", kept="WITHOUT ROWID")
_ON_POSTGRESQL: Final = _TABLE.format(sorted='COLLATE "C"', kept="")

# Folded text has nothing but words of letters and digits with one space between, so it is a list once it has quotes.
_PAIRS_ON_SQLITE: Final = f"""SELECT DISTINCT one || ' ' || other FROM (
    SELECT value AS one, lead(value) OVER (ORDER BY key) AS other
    FROM json_each('["' || replace({{row}}.fold, ' ', '","') || '"]')) WHERE {_KEPT}"""  # noqa: S608  words from here alone
_OF_UNIT: Final = "(SELECT unit_id FROM dossier WHERE id = {row}.dossier_id)"
_ADD: Final = (
    f"INSERT OR IGNORE INTO search_pair (unit_id, pair, dossier_id) SELECT {_OF_UNIT.format(row='NEW')}, found.*,"  # noqa: S608
    f" NEW.dossier_id FROM ({_PAIRS_ON_SQLITE.format(row='NEW')}) AS found;")
_DROP: Final = (
    f"DELETE FROM search_pair WHERE unit_id = {_OF_UNIT.format(row='OLD')} AND dossier_id = OLD.dossier_id"  # noqa: S608
    f" AND pair IN ({_PAIRS_ON_SQLITE.format(row='OLD')});")
_TRIGGERS: Final = {
    name: f"CREATE TRIGGER {name} AFTER {what} ON search_doc BEGIN {does} END" for name, what, does in (
        ("search_pair_added", "INSERT", _ADD), ("search_pair_gone", "DELETE", _DROP),
        ("search_pair_changed", "UPDATE", _DROP + _ADD))}
_FILL_SQLITE: Final = f"""INSERT INTO search_pair (unit_id, pair, dossier_id)
    SELECT DISTINCT unit_id, one || ' ' || other, id FROM (
        SELECT dossier.unit_id, dossier.id, word.value AS one,
               lead(word.value) OVER (PARTITION BY dossier.id ORDER BY word.key) AS other
        FROM search_doc CROSS JOIN dossier ON dossier.id = search_doc.dossier_id
        CROSS JOIN json_each('["' || replace(search_doc.fold, ' ', '","') || '"]') AS word) WHERE {_KEPT}"""  # noqa: S608

_FUNCTIONS: Final = (
    f"""CREATE OR REPLACE FUNCTION search_pairs(told text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT DISTINCT one || ' ' || other FROM (
        SELECT word AS one, lead(word) OVER (ORDER BY place) AS other
        FROM unnest(string_to_array(told, ' ')) WITH ORDINALITY AS said(word, place)) AS two WHERE {_KEPT} $$""",  # noqa: S608
    """CREATE OR REPLACE FUNCTION search_pair_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM search_pair USING dossier
            WHERE dossier.id = OLD.dossier_id AND search_pair.unit_id = dossier.unit_id
            AND search_pair.dossier_id = OLD.dossier_id AND pair IN (SELECT search_pairs(OLD.fold));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO search_pair (unit_id, pair, dossier_id)
            SELECT dossier.unit_id, said.pair, dossier.id FROM dossier, search_pairs(NEW.fold) AS said(pair)
            WHERE dossier.id = NEW.dossier_id ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL; END $$""",
    """CREATE OR REPLACE TRIGGER search_pair_follows AFTER INSERT OR UPDATE OF fold OR DELETE ON search_doc
    FOR EACH ROW EXECUTE FUNCTION search_pair_follow()""",
)
_FILL_POSTGRESQL: Final = """INSERT INTO search_pair (unit_id, pair, dossier_id)
    SELECT dossier.unit_id, said.pair, dossier.id FROM search_doc JOIN dossier ON dossier.id = search_doc.dossier_id,
    search_pairs(search_doc.fold) AS said(pair)"""


def let_go_of_pairs(connection: Connection) -> None:
    """Before tables are rebuilt: SQLite renames none while a trigger names one that is just away."""
    if connection.dialect.name == "sqlite":
        for name in _TRIGGERS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


def ensure_pairs(connection: Connection, *, anew: bool = False) -> None:
    """Create the table and what keeps it; called after every migration, ``anew`` when tables were changed by one."""
    sqlite = connection.dialect.name == "sqlite"
    if not sa.inspect(connection).has_table("search_doc"):
        _forget(connection, sqlite=sqlite)
        return
    connection.exec_driver_sql(_ON_SQLITE if sqlite else _ON_POSTGRESQL)
    let_go_of_pairs(connection)
    for statement in _TRIGGERS.values() if sqlite else _FUNCTIONS:
        connection.exec_driver_sql(statement)
    if anew or connection.execute(_READ_SO).first() is None:
        _fill(connection, sqlite=sqlite)


def _fill(connection: Connection, *, sqlite: bool) -> None:
    """Out of the search texts as they are."""
    connection.execute(sa.delete(PAIRS))
    connection.exec_driver_sql(_FILL_SQLITE if sqlite else _FILL_POSTGRESQL)
    connection.execute(sa.insert(PAIRS).values(_SO))
    if not sqlite:      # else the next question would be planned as for an empty table
        connection.exec_driver_sql("ANALYZE search_pair")


def _forget(connection: Connection, *, sqlite: bool) -> None:
    connection.exec_driver_sql("DROP TABLE IF EXISTS search_pair")
    if not sqlite:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS search_pair_follow(), search_pairs(text)")
