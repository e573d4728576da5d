"""Who the palette finds, with the reason: the persons of the list, looked for as on the page Klienten."""

from collections.abc import Sequence

from app.store.casefile import CaseFile
from app.store.queries import clients, found
from app.store.queries.clients import ClientLine
from app.store.queries.clients import Hit as Reason
from app.ui.clients_rows import reason
from app.ui.clients_view import answered, bare
from app.ui.palette import PEOPLE_SHOWN, Hit
from app.ui.people import People

# proposed before anything is typed
REMEMBERED = 4


class PeopleSearch:
    """Call it with what was typed; for nothing it gives those whose page was opened last (`seen`), newest first."""

    def __init__(self, file: CaseFile, people: People) -> None:
        self._file, self._people = file, people
        self.recent: tuple[str, ...] = ()

    def seen(self, client_id: str) -> None:
        """The page of a person was opened; "" for another page."""
        if client_id:
            self.recent = (client_id, *(one for one in self.recent if one != client_id))[:REMEMBERED]

    def __call__(self, typed: str) -> Sequence[Hit]:
        """Persons by name before those that sound so, and these before notes."""
        wanted = bare(typed)
        if not wanted and self._people.lines is not None and self._people.refresh():
            kept = {line.client_id: line for line in self._people.lines if line.client_id in self.recent}
            return [_hit(kept[one], Reason(client_id=one, why=""), told=False) for one in self.recent if one in kept]
        # the lines are read beside the window where there are many: until then the file itself is asked
        if not wanted or not self._people.refresh():
            hits = clients.search(self._file, wanted, PEOPLE_SHOWN) if wanted else tuple(
                Reason(client_id=one, why="") for one in self.recent)
            lines = {line.client_id: line for line in clients.lines(self._file, only=[hit.client_id for hit in hits])}
            return [_hit(lines[hit.client_id], hit, told=bool(wanted)) for hit in hits if hit.client_id in lines]
        answer = answered(self._people.words, wanted, self._people.notes)
        some: list[ClientLine] = []
        for group in (answer.named, answer.alike - answer.named, answer.notes.clients.keys() - answer.named
                      - answer.alike):
            if group and len(some) < PEOPLE_SHOWN:
                some += found.best_first([line for line in self._people.lines or () if line.client_id in group], wanted)
        told = found.hits(some[:PEOPLE_SHOWN], wanted, answer)
        return [_hit(line, told[line.client_id], told=True) for line in some[:PEOPLE_SHOWN]]


def _hit(line: ClientLine, why: Reason, told: bool) -> Hit:
    return Hit(key=line.client_id, title=line.name, caption=f"K-{line.number:04d}", why=reason(why, line) if told and
               why.why else "", faint=why.why in ("note", "secret_note"))
