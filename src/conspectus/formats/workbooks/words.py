"""Words of several languages for months, lengths of time and empty cells, folded to plain letters."""

from __future__ import annotations

import unicodedata

_MONTHS = (
    "jan january januar jaenner janvier janv enero ene gennaio gen januari",
    "feb february februar febr fevrier fevr fev febrero febbraio februari",
    "mar march marz maerz mrz mars marzo maart mrt",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio mag mei",
    "jun june juni juin junio giugno giu",
    "jul july juli juillet juil julio luglio lug",
    "aug august aout aou agosto ago augustus",
    "sep sept september septembre septiembre settembre set",
    "oct october oktober okt octobre octubre ottobre ott",
    "nov november novembre noviembre",
    "dec december dezember dez decembre diciembre dic dicembre december",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
WORKING = {
    1.0: "m min mins minute minutes minuten minuto minutos minuti",
    60.0: "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur",
    480.0: "d day days dy t tg tag tage tagen at arbeitstag arbeitstage j jr jour jours dia dias g giorno giorni dag "
    "dagen wd workday workdays",
    2400.0: "w wk wks week weeks wo woche wochen sem semaine semaines semana semanas settimana settimane weken",
    9600.0: "mo mon mons month months monat monate monaten mois mes meses mese mesi maand maanden",
}
UNITS = {word: minutes for minutes, words in WORKING.items() for word in words.split()} | {
    "working day": 480.0, "working days": 480.0, "business day": 480.0, "business days": 480.0, "work days": 480.0,
    "jours ouvres": 480.0, "dias habiles": 480.0,
}  # fmt: skip
ELAPSED = {
    "em": 1.0, "emin": 1.0, "eh": 60.0, "ehr": 60.0, "ed": 1440.0, "eday": 1440.0, "edays": 1440.0, "ew": 10080.0,
    "cd": 1440.0, "calendar day": 1440.0, "calendar days": 1440.0, "kt": 1440.0, "kalendertag": 1440.0,
    "kalendertage": 1440.0, "ft": 1440.0, "elapsed day": 1440.0, "elapsed days": 1440.0, "elapsed hours": 60.0,
    "jours calendaires": 1440.0,
}  # fmt: skip
LENGTHS = (480.0, 2400.0, 9600.0)  # minutes of a working day, week and month unless told otherwise
EMPTY = frozenset({"-", "–", "—", "--", "n/a", "na", "n.a.", "nv", "k.a.", "none", "keine", "keiner", "aucun", "nil"})
UNDECIDED = frozenset({"tbd", "tba", "tbc", "t.b.d.", "?", "??", "???", "offen", "open", "unknown", "unbekannt"})


def fold(text: str) -> str:
    """Return a word in small plain letters: accents off, blanks single."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())
