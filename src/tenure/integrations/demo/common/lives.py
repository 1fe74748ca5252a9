"""What happens to each customer's contract: terms, renewals, growth, cuts, departure, return."""

import heapq
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from tenure.integrations.demo.common.engagement import Engagement
from tenure.integrations.demo.common.life import Deal, Exit, Life, Line
from tenure.integrations.demo.common.plan import Customer
from tenure.integrations.demo.common.profile import Profile
from tenure.integrations.demo.ledger import Quota, Streams
from tenure.integrations.demo.words import Words
from tenure_engine.period import add_months, from_day, to_day

CENT = Decimal("0.01")
_LEAVE_SLOPE = 2.4
_GROW_SLOPE = 1.2
REASONS_LOW = ("no_adoption", "competitor", "service", "price", "missing_feature", "wrong_fit", "champion_left")
REASONS_HIGH = ("budget", "acquired", "price", "competitor")


class Lives:
    """Plays all customers' contracts in the order of time."""

    def __init__(
        self,
        streams: Streams,
        words: Words,
        profile: Profile,
        customers: list[Customer],
        engagement: Engagement,
        today: int,
    ) -> None:
        self.profile = profile
        self.engagement = engagement
        self.today = today
        self.prices = {product.key: product.price for product in words.names.products}
        self.main = profile.per_seat[0]
        self.quota = Quota(streams.of("quota"), profile.targets)
        self.lives = [Life(customer) for customer in customers]
        self.rngs = [streams.of("life", customer.number) for customer in customers]
        self._queue: list[tuple[int, int, str]] = []

    def play(self) -> list[Life]:
        """Return every customer's history up to today."""
        for index, life in enumerate(self.lives):
            if not life.customer.is_prospect:
                self._push(life.customer.signed, index, "start")
        steps = {
            "start": self._start,
            "decide": self._decide,
            "leave": self._leave_at_end,
            "month": self._month,
            "grow": self._grow,
            "return": self._return,
        }
        while self._queue:
            day, index, step = heapq.heappop(self._queue)
            steps[step](day, index)
        return self.lives

    def _push(self, day: int, index: int, step: str) -> None:
        if day <= self.today:
            heapq.heappush(self._queue, (day, index, step))

    def _start(self, day: int, index: int) -> None:
        life, rng = self.lives[index], self.rngs[index]
        customer = life.customer
        signed = day - int(rng.integers(3, 21))
        life.spans.append((day, None))
        life.seats.append((day, customer.seats))
        for module in customer.modules:
            life.modules.setdefault(module, day)
        if customer.monthly:
            self._trial(life, rng, day)
            self._open_lines(life, rng, day, signed)
            self._push(_months(day, 1), index, "month")
        else:
            self._new_term(life, index, day, signed, renewed=False)
        if rng.random() < 0.4:
            self._training(life, rng, day)

    def _weight_to_leave(self, life: Life, rng: np.random.Generator, day: int) -> float:
        level = self.engagement.recent(life.customer.number, day) + rng.normal(0, 0.25)
        young = 1.2 if life.customer.monthly and day - life.customer.signed < 75 else 0.0
        return _logistic(-2.6 - young + _LEAVE_SLOPE * (0.4 - level))

    def _stays(self, life: Life, rng: np.random.Generator, day: int) -> bool:
        plot = life.customer.plot
        if plot:
            return plot.decisions.get(life.term, True)
        group = "monthly" if life.customer.monthly else life.customer.segment
        return not self.quota.draw(f"leave {group}", self._weight_to_leave(life, rng, day))

    def _decide(self, day: int, index: int) -> None:
        """Decide on a renewal; who leaves does so only at the end of the term."""
        life, rng = self.lives[index], self.rngs[index]
        if not self._stays(life, rng, min(day, life.term_end)):
            self._push(max(life.term_end, day), index, "leave")
            return
        self._resize(life, rng, day)
        life.uplift *= 1 + float(rng.choice([0.0, 0.02, 0.03, 0.05]))
        self._new_term(life, index, life.term_end, day, renewed=True)

    def _leave_at_end(self, day: int, index: int) -> None:
        life = self.lives[index]
        self._close(life, index, life.term_end)

    def _close(self, life: Life, index: int, day: int) -> None:
        rng = self.rngs[index]
        level = self.engagement.recent(life.customer.number, day)
        reasons: tuple[str, ...] = REASONS_LOW if level < 0.4 else REASONS_HIGH
        known, plot = day + int(rng.integers(3, 21)), life.customer.plot
        if plot:
            known, reasons = day + plot.left_known_after, (plot.left_reason,)
        reason = reasons[int(rng.integers(len(reasons)))]
        life.exits.append(Exit(day, known, reason, life.mrr))
        life.spans[-1] = (life.spans[-1][0], day)
        for line in life.current:
            if line.end is None:
                line.end, line.closed = day, known
        life.current = []
        back = plot.returns_after if plot else int(rng.integers(90, 330))
        if back is not None and (plot or self.quota.draw("return", 1.0)):
            self._push(day + back, index, "return")

    def _return(self, day: int, index: int) -> None:
        life = self.lives[index]
        life.spans.append((day, None))
        seats = max(2, round(life.seats[-1][1] * 0.8))
        life.seats.append((day, seats))
        if life.customer.monthly:
            self._open_lines(life, self.rngs[index], day, day - 5)
            self._push(_months(day, 1), index, "month")
        else:
            self._new_term(life, index, day, day - 8, renewed=False)

    def _month(self, day: int, index: int) -> None:
        life, rng = self.lives[index], self.rngs[index]
        if not self._stays(life, rng, day):
            self._close(life, index, day)
            return
        self._push(_months(life.spans[-1][0], life.term + 2), index, "month")
        life.term += 1
        if life.term % 3 == 0:
            self._grow(day, index)

    def _resize(self, life: Life, rng: np.random.Generator, day: int) -> None:
        """Fit the seats to the use when a term is renewed."""
        level = self.engagement.recent(life.customer.number, day, 16)
        seats = life.seats[-1][1]
        if life.customer.plot:
            factor = life.customer.plot.resizes.get(life.term, 1.0)
        elif level < -0.15:
            factor = float(rng.uniform(0.62, 0.9))
        elif level > 0.7 and rng.random() < 0.55:
            factor = float(rng.uniform(1.05, 1.28))
        else:
            factor = 1.0
        fitted = max(min(seats, 3), round(seats * factor))
        if fitted != seats:
            life.seats.append((life.term_end, fitted))
        if level < -0.3 and life.modules and not life.customer.plot and rng.random() < 0.4:
            life.modules.pop(sorted(life.modules)[0])

    def _grow(self, day: int, index: int) -> None:
        """Buy more during a term: seats, or a module."""
        life, rng = self.lives[index], self.rngs[index]
        customer = life.customer
        if not life.active_on(day):
            return
        if customer.plot:
            self._grow_in_story(life, day)
            return
        group = "monthly" if customer.monthly else customer.segment
        level = self.engagement.recent(customer.number, day)
        if self.quota.draw(f"grow {group}", _logistic(-1.9 + _GROW_SLOPE * (level - 0.4))):
            missing = [key for key in self.profile.grow_modules if key not in life.modules]
            if missing and rng.random() < 0.35:
                self._add_module(life, day, missing[int(rng.integers(len(missing)))])
            else:
                self._add_seats(life, day, max(1, round(life.seats[-1][1] * float(rng.uniform(0.1, 0.4)))))
        elif customer.monthly and level < -0.2 and life.seats[-1][1] > 3 and rng.random() < 0.35:
            self._add_seats(life, day, -1)

    def _grow_in_story(self, life: Life, day: int) -> None:
        plot = life.customer.plot
        done = len(life.seats) - 1
        if plot and life.term == plot.terms and done < len(plot.grows):
            self._add_seats(life, day, plot.grows[done])

    # Lines

    def _new_term(self, life: Life, index: int, start: int, signed: int, *, renewed: bool) -> None:
        rng = self.rngs[index]
        customer = life.customer
        end = _months(start, customer.plot.months.get(life.term + 1, 12) if customer.plot else 12)
        previous = {line.product: line for line in life.current if line.amends is None}
        due = life.mrr
        life.term += 1
        life.term_end = end
        contract = self._contract(life)
        late = rng.random() < 0.08 and not customer.plot
        known = signed + int(rng.integers(4, 16) if late else rng.integers(0, 4))
        life.current = []
        products = [self.main, *sorted(module for module, since in life.modules.items() if since <= start)]
        for number, product in enumerate(products, 1):
            quantity = life.seats[-1][1] if product in self.profile.per_seat else 1
            line = Line(
                id=f"{contract}-{number}",
                contract=contract,
                product=product,
                signed=signed,
                start=start,
                end=end,
                quantity=quantity,
                mrr=self._price(life, product, quantity),
                known=known,
                renewal_of=previous[product].id if renewed and product in previous else None,
            )
            life.current.append(line)
            life.lines.append(line)
        if renewed:
            life.deals.append(Deal("renewal", self.main, signed, min(due, life.mrr) * 12))
        self._push(end - self._lead(life, rng), index, "decide")
        for quarter in (91, 182, 273):
            self._push(start + quarter, index, "grow")

    def _lead(self, life: Life, rng: np.random.Generator) -> int:
        """Return how many days before the end of the term the customer signs again; negative is late."""
        drawn, early, normal, late = rng.random(), rng.integers(30, 91), rng.integers(0, 22), rng.integers(1, 13)
        if life.customer.plot:
            return life.customer.plot.leads.get(life.term, 12)
        return int(early if drawn < 0.15 else normal if drawn < 0.88 else -late)

    def _open_lines(self, life: Life, rng: np.random.Generator, day: int, signed: int) -> None:
        contract = self._contract(life)
        life.current = []
        for number, product in enumerate([self.main, *sorted(life.modules)], 1):
            quantity = life.seats[-1][1] if product in self.profile.per_seat else 1
            line = Line(
                id=f"{contract}-{number}",
                contract=contract,
                product=product,
                signed=signed,
                start=day,
                end=None,
                quantity=quantity,
                mrr=self._price(life, product, quantity),
                known=signed + int(rng.integers(0, 3)),
                auto_renew=True,
            )
            life.current.append(line)
            life.lines.append(line)

    def _add_seats(self, life: Life, day: int, more: int) -> None:
        """Change the seats during a term: a line beside the old one, or in open contracts a new line for it."""
        life.seats.append((day, life.seats[-1][1] + more))
        before = life.mrr
        for old in [line for line in life.current if line.product in self.profile.per_seat and not line.amends]:
            quantity = more if old.end is not None else life.seats[-1][1]
            line = self._amendment(life, old, day, quantity)
            if old.end is None:
                old.end, old.closed = day, line.known
                life.current.remove(old)
                line.amends, line.renewal_of = old.id, None
                line.auto_renew = True
        if more > 0:
            life.deals.append(Deal("expansion", self.main, day, (life.mrr - before) * 12))

    def _amendment(self, life: Life, old: Line, day: int, quantity: int) -> Line:
        number = sum(1 for line in life.lines if line.contract == old.contract) + 1
        line = Line(
            id=f"{old.contract}-{number}",
            contract=old.contract,
            product=old.product,
            signed=day,
            start=day,
            end=old.end,
            quantity=quantity,
            mrr=self._price(life, old.product, quantity),
            known=day + number % 4,
            amends=old.id,
        )
        life.current.append(line)
        life.lines.append(line)
        return line

    def _add_module(self, life: Life, day: int, module: str) -> None:
        core = life.current[0]
        life.modules[module] = day
        quantity = life.seats[-1][1] if module in self.profile.per_seat else 1
        line = self._amendment(life, core, day, quantity)
        line.product, line.mrr, line.amends = module, self._price(life, module, quantity), None
        line.auto_renew = core.end is None
        life.deals.append(Deal("module", module, day, line.mrr * 12))

    def _trial(self, life: Life, rng: np.random.Generator, day: int) -> None:
        if rng.random() < 0.35:
            contract = self._contract(life)
            mrr = self._price(life, self.main, life.seats[-1][1])
            seats = life.seats[-1][1]
            line = Line(
                f"{contract}-1", contract, self.main, day - 14, day - 14, day, seats, mrr, day - 14, trial=True
            )
            life.lines.append(line)

    def _training(self, life: Life, rng: np.random.Generator, day: int) -> None:
        days = int(rng.integers(1, 4))
        once = Decimal(self.prices[self.profile.service] * days)
        contract = life.current[0].contract
        number = sum(1 for line in life.lines if line.contract == contract) + 1
        signed = life.current[0].signed
        life.lines.append(
            Line(
                f"{contract}-{number}",
                contract,
                self.profile.service,
                signed,
                day,
                day + 30,
                days,
                Decimal(0),
                signed + 1,
                recurring=False,
                once=once,
            )
        )

    def _contract(self, life: Life) -> str:
        life.contracts += 1
        return f"C-{life.customer.number:04d}-{life.contracts}"

    def _price(self, life: Life, product: str, quantity: int) -> Decimal:
        price = self.prices[product] * quantity * (1 - life.customer.discount) * life.uplift
        return Decimal(price).quantize(CENT, ROUND_HALF_UP)


def _months(day: int, months: int) -> int:
    return to_day(add_months(from_day(day), months))


def _logistic(value: float) -> float:
    return 1 / (1 + float(np.exp(-value)))
