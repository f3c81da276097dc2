import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indextts.errors import ExtraMissingError
from indextts.text.v25 import spanish_numbers
from indextts.text.v25.spanish import read_out, read_times

pytest.importorskip("num2words")


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("21 y 1.234.567", "veintiuno y un millón doscientos treinta y cuatro mil quinientos sesenta y siete"),
        ("3,5 o 3.14159 o 0,05", "tres coma cinco o tres coma uno cuatro uno cinco nueve o cero coma cero cinco"),
        ("-5 °C", "menos cinco grados Celsius"),
        ("1 km, 21 km/h, 1 h, 200 h", "un kilómetro, veintiún kilómetros por hora, una hora, doscientas horas"),
        ("5 €, $1,50 y £21", "cinco euros, uno coma cincuenta dólares y veintiuna libras"),
        ("1.000.000 €", "un millón de euros"),
        ("5 %", "cinco por ciento"),
        ("5/3/2024, 2024-12-01", "cinco de marzo de dos mil veinticuatro, uno de diciembre de dos mil veinticuatro"),
        ("la 1ª y el 3.º", "la primera y el tercero"),
        ("007", "cero cero siete"),
        ("A4 y 3D", "A cuatro y tres D"),
        ("El Sr. Ruiz", "El señor Ruiz"),
        ("1234567890123456", "uno dos tres cuatro cinco seis siete ocho nueve cero uno dos tres cuatro cinco seis"),
        ("10-20", "diez-veinte"),
        ("sin números", "sin números"),
    ],
)
def test_read_out(text: str, spoken: str) -> None:
    assert read_out(text) == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("a las 10:30 h", "a las diez y treinta"),
        ("1:00", "una en punto"),
        ("21:05", "veintiuna y cinco"),
        ("25:61", "25:61"),
        ("1:2:3", "1:2:3"),
    ],
)
def test_times(text: str, spoken: str) -> None:
    assert read_times(text) == spoken


@settings(max_examples=200, deadline=None)
@given(st.text("0123456789.,-/:€$%ºª hkmEs٣²", max_size=25) | st.text(max_size=20))
def test_no_digit_stays(text: str) -> None:
    spoken = read_out(read_times(text))
    assert not any(character.isdecimal() for character in spoken)


def test_a_flood_of_digits() -> None:
    assert read_out("1" * 3000).count("uno") == 3000


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise ImportError

    monkeypatch.setattr(spanish_numbers, "import_module", missing)
    with pytest.raises(ExtraMissingError, match="num2words"):
        read_out("5")
