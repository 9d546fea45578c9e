"""English: hours as everywhere in this house, from 0 to 24, after a comma. All else is as Django has it."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "N j, Y, H:i"
SHORT_DATETIME_FORMAT = "m/d/Y, H:i"
