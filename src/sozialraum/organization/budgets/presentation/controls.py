"""The controls of the workshop: what can be tried, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sozialraum.foundation.ui.drawing import NO_BREAK_SPACE, number
from sozialraum.organization.budgets.presentation.figures import Text, percent
from sozialraum.organization.budgets.queries import PARAMETERS, Workshop


@dataclass(frozen=True, slots=True)
class Slider:
    """One control of the workshop: a real range field, its figure in words, what it is for."""

    name: str
    label: Text
    note: Text
    value: str
    least: str
    most: str
    step: str
    said: str


def sliders(view: Workshop) -> tuple[Slider, ...]:
    """The controls for the parameters that the recipe has, with the values that are tried."""
    values = {name: float(str(value)) for name, value in view.recipe.parameters.items() if name in PARAMETERS}
    found = []
    if "people_share" in values:
        heads = values["people_share"]
        said = _("%(heads)s heads, %(burden)s burden") % {
            "heads": percent(heads),
            "burden": percent(1 - heads),
        }
        note = _(
            "How much counts the number of all under 21, how much that of children on basic income support?"
        )
        found.append(_slider("heads", _("Young people or burden"), note, 100 * heads, 100, 5, said))
    highest = max(300, 10 * (view.envelope.pool // 1_000_000 // max(len(view.allocation.codes), 1)))
    found.append(
        _slider(
            "floor", _("Floor for each area"), _("The same for every area, before anything is computed."),
            values["floor"] / 1000, highest, 10, f"{number(values['floor'])}{NO_BREAK_SPACE}€",
        )
    )  # fmt: skip
    if "max_loss" in values:
        loss, gain = values["max_loss"], values["max_gain"]
        found += [
            _slider("loss", _("Greatest loss in a year"), _("Shelters offers that are running."), 100 * loss, 20, 1, percent(loss)),
            _slider("gain", _("Greatest gain in a year"), _("The rest comes once, as catch-up."), 100 * gain, 50, 1, percent(gain)),
        ]  # fmt: skip
    reserve = view.envelope.negotiation
    amount = f"{number(view.envelope.negotiated / 100)}{NO_BREAK_SPACE}€"
    said = _("%(share)s, that is %(amount)s") % {"share": percent(reserve), "amount": amount}
    note = _("The circles of the areas speak about it.")
    return (*found, _slider("reserve", _("Negotiation reserve"), note, 100 * reserve, 20, 1, said))


def _slider(name: str, label: Text, note: Text, value: float, most: float, step: int, said: str) -> Slider:
    # a value that was set elsewhere stays reachable, whatever the usual end of the scale
    return Slider(name, label, note, str(round(value)), "0", str(round(max(most, value))), str(step), said)
