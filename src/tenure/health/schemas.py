"""What the API of health takes and gives. Scores run from 0 to 100; `_hundredths` are exact whole numbers."""

from datetime import date

from ninja import Field, Schema


class MeasureOut(Schema):
    """A measure of the catalogue."""

    name: str
    label: str
    meaning: str
    formula: str
    unknown_when: str
    unit: str
    healthier: str = Field(description="higher or lower")
    source: str
    windows: list[int] = Field(description="Windows in days it takes; none where it describes the day itself.")
    usual_window: int | None
    change: str = Field(description="How a change is told: relative, or difference.")
    takes_event: bool


class CardMeasureOut(Schema):
    """A measure on a scorecard."""

    key: str
    label: str
    weight: int
    share: float
    points: list[tuple[float, float]]
    missing: str


class CardGroupOut(Schema):
    """A group of a scorecard."""

    name: str
    label: str
    weight: int
    measures: list[CardMeasureOut]


class CapOut(Schema):
    """A cap: while the condition holds, the score is at most the limit."""

    key: str
    bound: str
    value: float
    limit: float
    label: str


class ScorecardOut(Schema):
    """A scorecard in use."""

    name: str
    version: int
    label: str
    meaning: str
    segments: list[str]
    green_from: float
    amber_from: float
    min_coverage: float
    groups: list[CardGroupOut]
    caps: list[CapOut]


class AccountOut(Schema):
    """Who is meant."""

    id: int
    external_id: str | None
    name: str
    segment: str | None


class UsedCardOut(Schema):
    """The scorecard a score was made with."""

    name: str
    version: int
    label: str
    green_from: float
    amber_from: float


class RowOut(Schema):
    """One row of an explanation: a measure, the re-weighing of what is not known, rounding, or a cap."""

    kind: str
    label: str
    contribution: float
    contribution_hundredths: int
    group: str | None = None
    group_label: str | None = None
    measure: str | None = None
    window: int | None = None
    use: str | None = None
    event: str | None = None
    unit: str | None = None
    value: float | None = None
    level: float | None = None
    previous: float | None = None
    state: str | None = None
    points: float | None = None
    share: float | None = None
    effective_share: float | None = None
    lost: float | None = None
    limit: float | None = None
    source: str | None = None
    last_data_on: date | None = None


class ScoreOut(Schema):
    """A score with the rows that add up to it, to the last hundredth."""

    account: AccountOut
    as_of: date
    known_at: date | None
    scorecard: UsedCardOut
    score: float | None
    score_hundredths: int | None
    band: str | None
    coverage: float
    unknown_because: str | None
    reasons: list[str]
    rows: list[RowOut]
    total: float
    total_hundredths: int


class PointOut(Schema):
    """A score on a day."""

    as_of: date
    score: float | None


class MoveOut(Schema):
    """What one row did between two days."""

    kind: str
    label: str
    change: float
    change_hundredths: int
    before: RowOut | None
    after: RowOut | None


class MovementOut(Schema):
    """Why a score moved: rows that add up to the difference of the scores."""

    before: PointOut
    after: PointOut
    change: float | None
    change_hundredths: int | None
    rows: list[MoveOut]


class StateOut(Schema):
    """The newest state of an account."""

    account_id: int
    as_of: date
    score: float | None
    band: str | None
    coverage: float
    change_30_days: float | None
    change_90_days: float | None
    segment_average: float | None
    is_below_segment: bool
    is_customer: bool
    reasons: list[str]


class StatePage(Schema):
    """States, lowest score first."""

    count: int
    results: list[StateOut]


class BandsOut(Schema):
    """How many customers are in each band."""

    green: int
    amber: int
    red: int
    no_score: int


class BarOut(Schema):
    """How many customers have a score in a step of five points, by band."""

    from_score: float
    to_score: float = Field(description="Not included, except 100.")
    green: int
    amber: int
    red: int


class SideOut(Schema):
    """The customer base on one day."""

    as_of: date
    known_on: date | None = Field(description="With the knowledge of this day it was computed.")
    is_being_computed_again: bool
    customers: int
    average: float | None
    bands: BandsOut
    distribution: list[BarOut]


class FlowOut(Schema):
    """How many customers went from one band to another."""

    before: str = Field(description="green, amber, red, no_score, or new: no customer yet")
    now: str = Field(description="green, amber, red, no_score, or left: no customer any more")
    customers: int


class PartOut(Schema):
    """What a measure did to the average score, in points."""

    measure: str
    label: str
    points: float


class MovedByOut(Schema):
    """What moved the average of those with a score on both days; the parts add up to its change."""

    customers: int
    average_before: float
    average_now: float
    measures: list[PartOut]
    more_or_less_known: float
    caps: float


class MoverOut(Schema):
    """An account whose score moved much, and why."""

    account_id: int
    name: str
    direction: str = Field(description="up or down")
    before: float
    now: float
    change: float
    band: str
    reason: str


class SegmentOut(Schema):
    """A segment of the base."""

    segment: str | None
    customers: int
    average: float | None
    average_before: float | None
    bands: BandsOut
    far_below_average: int = Field(description="Ten points or more below the average of all customers of it.")


class BaseOut(Schema):
    """The customer base on two days, within what the caller may see."""

    verdict: str
    now: SideOut
    before: SideOut | None
    flow: list[FlowOut]
    moved_by: MovedByOut | None
    movers: list[MoverOut]
    segments: list[SegmentOut]


class ValueOut(Schema):
    """A measure's value, the one a window before, and the change."""

    measure: str
    label: str
    window: int | None
    event: str | None
    unit: str
    value: float | None = None
    previous: float | None = None
    trend: float | None = None


class ValuesOut(Schema):
    """The measures of an account on a day."""

    account: AccountOut
    as_of: date
    known_at: date | None
    measures: list[ValueOut]


class Problem(Schema):
    """An error as a problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
