"""The command `validate`: the scoreboard of claims, and how much there is to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .failure import Failure
from .judging import Mute, check_json, ticking, working, write_json
from .progress import Progress, duration
from .screen import Screen
from .signals import keep, writing

if TYPE_CHECKING:
    from ..runs import Pool
    from .claims import Claim, Score
    from .claims.ablation import Ablation
    from .claims.rivals import Rivalry
    from .claims.robust import Robustness

_REPORT = "the report is being made"

MODEL = "scenario"
"""The weighting by which claims are judged."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the command line asks for; see the command's help."""

    runs: int
    seed: int
    only: Sequence[str] = ()
    rivals: bool = False
    robust: bool = False
    ablate: bool = False
    strict: bool = False
    json: Path | None = None
    workers: int | None = None
    out: Path | None = None

    @property
    def more(self) -> bool:
        """Whether more than the scoreboard is asked for."""
        return self.rivals or self.robust or self.ablate


@dataclass(frozen=True, kw_only=True)
class Validation:
    """What was found.

    Attributes
    ----------
    runs, seed : int
        Replications of each world, and the seed of their noise.
    scores : mapping of str to mapping of str to Score
        By weighting of the domains and claim.
    known : mapping of str to str
        Claims that are known not to hold, and why.
    rivalry, robustness, ablation : optional
        Where asked for.
    """

    runs: int
    seed: int
    scores: "Mapping[str, Mapping[str, Score]]"
    known: Mapping[str, str]
    rivalry: "Rivalry | None" = None
    robustness: "Robustness | None" = None
    ablation: "Ablation | None" = None

    @property
    def model(self) -> "Mapping[str, Score]":
        """The scores by which claims are judged, by claim."""
        return self.scores[MODEL]

    @property
    def evidence(self) -> list[str]:
        """Claims that are evidence for the model; none where rivals were not computed."""
        rivalry = self.rivalry
        return [] if rivalry is None else [id_ for id_, own in self.model.items() if rivalry.is_evidence(own)]

    @property
    def unexpected(self) -> list[str]:
        """Fitted claims and checks of logic that fail without being listed as known failures."""
        judged = [own for own in self.model.values() if own.claim.kind in {"F", "X"}]
        return [own.claim.id for own in judged if not own.holds and own.claim.id not in self.known]


def carry_out(asked: Asked) -> list[str]:
    """Compute the scoreboard, print it, and write what was asked for.

    Parameters
    ----------
    asked : Asked
        What is wanted.

    Returns
    -------
    list of str
        Claims that fail where `--strict` does not allow it; empty without `--strict`.

    Raises
    ------
    Failure
        If there is no such claim, or a file is in the way.
    StoreError
        If the folder cannot be written.
    """
    from .validate_json import document
    from .validate_report import tell_more, tell_scores, tell_written

    chosen = _chosen(asked)
    check_json(asked.json, _folder(asked))
    screen, mute = Screen(), Mute()
    with working(asked.workers) as pool:
        found, took = _scored(asked, chosen, pool)
        with mute:
            tell_scores(screen, found)
            screen.line(took)
        if asked.more:
            found, took = _compared(asked, chosen, found, pool)
            with mute:
                screen.line()
                tell_more(screen, found)
                screen.line(took)
    with writing():
        # The suffix that was free at the start may be taken by now.
        written = [*_written(found, _folder(asked)), *write_json(asked.json, lambda: document(found))]
        keep(" and ".join(map(str, written)) or "the scoreboard")
    with mute:
        tell_written(screen, written)
    mute.complain()
    return found.unexpected if asked.strict else []


def _chosen(asked: Asked) -> "list[Claim]":
    from .claims import CLAIMS, claims
    from .validate_tables import SETS

    try:
        found = list(claims(asked.only))
    except KeyError as error:
        if error.args[0] == "X03":
            raise Failure("--only X03: is the report of what each mechanism does; ask for it with --ablate") from None
        ids = ", ".join(sorted(CLAIMS))
        raise Failure(
            f"--only {error.args[0]}: no such claim or set; take one of {', '.join(SETS)}, or of {ids}"
        ) from None
    if asked.more and not _comparable(found):
        raise Failure("--rivals, --robust and --ablate are of F, T and K claims; take some of them with --only")
    return found


def _comparable(chosen: "Sequence[Claim]") -> list[str]:
    """Give the ids of all but the checks of logic, which are not compared with anything."""
    return [claim.id for claim in chosen if claim.kind != "X"]


def _folder(asked: Asked) -> Path | None:
    """Decide where tables and figures go; nowhere where the scoreboard alone is asked for."""
    from ..runs import output_folder

    if asked.out is None and not asked.more:
        return None
    return output_folder(asked.out, "validate", asked.seed, forcible=False)


def _scored(asked: Asked, chosen: "Sequence[Claim]", pool: "Pool") -> tuple[Validation, str]:
    """Compute the scoreboard; say also what it took."""
    from .claims import score
    from .claims.evaluate import WEIGHTINGS, Case, evaluate, worlds_needed
    from .claims.score import of_point

    ids = [claim.id for claim in chosen]
    case = Case("model", weightings=tuple(WEIGHTINGS))
    with Progress(worlds_needed(ids) * asked.runs, afterwards=_REPORT) as progress:
        [judged] = evaluate([case], ids, asked.runs, asked.seed, pool, ticking(progress))
    scores = {
        weighting: {claim.id: score(claim, of_point(parts[claim.id], 0)) for claim in chosen}
        for weighting, parts in judged.items()
    }
    return Validation(runs=asked.runs, seed=asked.seed, scores=scores, known=_known()), _took(progress)


def _compared(asked: Asked, chosen: "Sequence[Claim]", found: Validation, pool: "Pool") -> tuple[Validation, str]:
    """Compute the rest; say also what it took."""
    from .claims import ablation, rivals, robust

    ids, runs, seed = _comparable(chosen), asked.runs, asked.seed
    wanted = ((asked.rivals, rivals), (asked.robust, robust), (asked.ablate, ablation))
    total = sum(part.runs_needed(ids, runs) for wants, part in wanted if wants)
    with Progress(total, afterwards=_REPORT) as progress:
        tick = ticking(progress)
        more = replace(
            found,
            rivalry=rivals.rivalry(ids, runs, seed, pool, tick) if asked.rivals else None,
            robustness=robust.robustness(ids, runs, seed, pool, tick) if asked.robust else None,
            ablation=ablation.ablation(ids, runs, seed, pool, tick) if asked.ablate else None,
        )
    return more, _took(progress)


def _took(progress: Progress) -> str:
    return f"{progress.done} runs in {duration(progress.seconds)}, {progress.done / progress.seconds:.0f} runs/s."


def _known() -> Mapping[str, str]:
    from .claims.known import KNOWN

    return KNOWN


def _written(found: Validation, folder: Path | None) -> list[Path]:
    """Write tables and figures."""
    from ..runs import new_folder
    from .sheets import write_sheet
    from .validate_figures import render
    from .validate_tables import sheets

    if folder is None:
        return []
    with new_folder(folder) as partial:
        for sheet in sheets(found):
            write_sheet(sheet, partial)
        for name, image in render(found).items():
            (partial / name).write_bytes(image)
    return [folder]
