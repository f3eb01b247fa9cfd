"""From tokens to a tree. NEAR binds tightest, then NOT, AND and OR, then the space between words."""

from __future__ import annotations

from collections.abc import Sequence

from index.query_nodes import Either, Every, Form, Leaf, Near, Node, Problem, Without
from index.query_scanner import Sign, Token


def parse(tokens: list[Token], problems: list[Problem]) -> list[Node]:
    """The parts that the tokens of the scanner stand for, side by side; `problems` takes what makes no sense."""
    return _Parser(_settled(tokens, problems), problems).parts()


def _settled(tokens: list[Token], problems: list[Problem]) -> list[Token]:
    """The tokens without operators that have nothing before or after them, or stand beside another one."""
    settled: list[Token] = []
    operators: list[Token] = []
    for token in [*tokens, None]:
        if token and token.sign in (Sign.AND, Sign.OR, Sign.NEAR, Sign.NOT):
            operators.append(token)
            continue
        has_left = bool(settled) and settled[-1].sign in (Sign.NODE, Sign.CLOSE)
        has_right = token is not None and token.sign in (Sign.NODE, Sign.OPEN)
        settled += _meant(operators, has_left, has_right, problems)
        operators = []
        if token:
            settled.append(token)
    return settled


def _meant(operators: list[Token], has_left: bool, has_right: bool, problems: list[Problem]) -> list[Token]:
    """Of the operators between two words: one that joins them (OR if it is among them), and one NOT."""
    negating = [operator for operator in operators if operator.sign is Sign.NOT][:1]
    joining = [operator for operator in operators if operator.sign is not Sign.NOT]
    joining = sorted(joining, key=lambda operator: operator.sign is not Sign.OR)[:1]
    meant = [*(joining if has_left else []), *negating] if has_right else []
    for operator in operators:
        if operator in meant:
            continue
        if not has_right:
            message = f"Nothing stands after {operator.sign}; it was left out."
        elif operator.sign is Sign.NOT:
            message = "NOT stands twice before the same words; it was read once."
        elif not has_left:
            message = f"Nothing stands before {operator.sign}; it was left out."
        else:
            message = f"Two operators stand side by side; {joining[0].sign} was read and this one left out."
        problems.append(Problem(operator.start, operator.end, message))
    return meant


class _Parser:
    """Puts settled tokens together, by a method for each rank of operators."""

    def __init__(self, tokens: list[Token], problems: list[Problem]) -> None:
        self._tokens = tokens
        self._place = 0
        self._problems = problems

    def parts(self) -> list[Node]:
        """What stands side by side up to the end, or up to the bracket that closes."""
        parts = []
        while self._place < len(self._tokens) and not self._take(Sign.CLOSE):
            parts.append(self._either())
        return [part for part in parts if part is not None]

    def _take(self, sign: Sign) -> Token | None:
        if self._place < len(self._tokens) and self._tokens[self._place].sign is sign:
            self._place += 1
            return self._tokens[self._place - 1]
        return None

    def _either(self) -> Node | None:
        choices = [self._every()]
        while self._take(Sign.OR):
            choices.append(self._every())
        return _joined(Either, choices)

    def _every(self) -> Node | None:
        parts = self._near()
        while self._take(Sign.AND):
            parts += self._near()
        return _joined(Every, parts)

    def _near(self) -> list[Node | None]:
        """Words near one another as one node; where they cannot be, as nodes that must all be there."""
        if self._take(Sign.NOT):
            return [_without(_joined(Every, self._near()))]
        operands, operators = [self._operand()], []
        while operator := self._take(Sign.NEAR):
            operators.append(operator)
            operands.append(_without(self._operand()) if self._take(Sign.NOT) else self._operand())
        words = [node for node in operands if isinstance(node, Leaf) and node.form is not Form.ALIKE]
        if not operators or not all(operands):
            return operands
        if len(words) < len(operands):
            self._note(operators[0], 'NEAR stands between words, "phrases" and begin*; here it was read as AND.')
            return operands
        distance = max(operator.distance for operator in operators)
        for operator in operators:
            if operator.distance != distance:
                self._note(operator, f"Words in a row share one distance; it was read as NEAR/{distance}.")
        return [Near(tuple(words), distance)]

    def _operand(self) -> Node | None:
        token = self._tokens[self._place]
        self._place += 1
        if token.sign is not Sign.OPEN:
            return token.node
        parts = self.parts()
        if self._tokens[self._place - 2] is token:
            end = self._tokens[self._place - 1].end
            message = "There is nothing to look for between these brackets; they were left out."
            self._problems.append(Problem(token.start, end, message))
        return _joined(Every, parts)

    def _note(self, token: Token, message: str) -> None:
        self._problems.append(Problem(token.start, token.end, message))


def _joined(kind: type[Every] | type[Either], parts: Sequence[Node | None]) -> Node | None:
    """The parts that are there, as one node."""
    there = tuple(part for part in parts if part is not None)
    if len(there) < 2:
        return there[0] if there else None
    return kind(there)


def _without(part: Node | None) -> Node | None:
    return None if part is None else Without(part)
