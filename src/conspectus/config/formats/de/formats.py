"""The same as in English: coordinates of a drawing know no language."""

from conspectus.config.formats.en.formats import DATE_INPUT_FORMATS, DECIMAL_SEPARATOR, THOUSAND_SEPARATOR

__all__ = ["DATE_INPUT_FORMATS", "DECIMAL_SEPARATOR", "THOUSAND_SEPARATOR"]
