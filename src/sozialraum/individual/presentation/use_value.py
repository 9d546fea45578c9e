"""What a help is good for, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sozialraum.individual.enums import UseValue

USE_VALUES: dict[str, str | Promise] = {
    UseValue.A_LOT: gettext_lazy("helps a lot"),
    UseValue.A_LITTLE: gettext_lazy("helps a little"),
    UseValue.NOT_YET: gettext_lazy("does not help yet"),
    UseValue.HARDER: gettext_lazy("makes it harder"),
}
