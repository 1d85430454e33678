"""The language in which people are spoken to: one catalogue of all texts, English as its source.

A text is written in English where it is shown, as a whole sentence with named values, and is looked up
there in the language in force (``speaking``), which is English unless somebody asked for another one. So
files, logs and the command line stay as they are::

    gettext("Turn your foot outward.")
    gettext("{name} is erased.", name=person.name)
    ngettext("{count} session", "{count} sessions", count)
    pgettext("of a hip", "left")  # the same word of another thing may be another word

A module's own table of texts is marked with ``N_`` and looked up where it is shown:
``gettext(_LABELS[name])``; the options of a widget stay English, and get ``format_func=gettext``. A value is
never a word that has to agree with its sentence: there is a sentence for each leg. Numbers with their units
and dates are written by ``romtrack.units``, which knows the language in force.

What is kept in the log or in files is English: marked with ``N_``, and made in ``speaking(SOURCE)`` where
numbers are in it. ``retold`` says it in the language in force, also with the values that are in it. What an
exercise card says, ``exercises.exercise`` gives in that language.

``python docs/make_catalogs.py`` brings the catalogues up to date; a test holds that nothing is missing.
"""

from romtrack.language.places import date_text, decimal_mark
from romtrack.language.retelling import retold
from romtrack.language.speaking import LANGUAGES, PSEUDO, SOURCE, is_known, preferred, speak, speaking, spoken
from romtrack.language.texts import N_, gettext, ngettext, pgettext

__all__ = [
    "LANGUAGES",
    "N_",
    "PSEUDO",
    "SOURCE",
    "date_text",
    "decimal_mark",
    "gettext",
    "is_known",
    "ngettext",
    "pgettext",
    "preferred",
    "retold",
    "speak",
    "speaking",
    "spoken",
]
