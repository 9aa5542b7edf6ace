#include "ui/plot/number_format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace accumulus {

namespace {

constexpr double smallestPlain = 1e-4;
constexpr double largestPlain = 1e9;

const QChar minusSign(0x2212);

/// Where \a value is after rounding to \a digits: 9.9996 with 4 digits has exponent 1.
int roundedExponent(double value, int digits)
{
    const QByteArray text = QByteArray::number(std::abs(value), 'e', digits - 1);
    return text.mid(text.indexOf('e') + 1).toInt();
}

QString withoutTrailingZeros(QString text)
{
    if (!text.contains(QLatin1Char('.')))
        return text;
    while (text.endsWith(QLatin1Char('0')))
        text.chop(1);
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

QString signedText(double value, const QString& magnitude)
{
    return value < 0.0 ? minusSign + magnitude : magnitude;
}

QString withThousandsGrouped(const QString& digits)
{
    const qsizetype point = digits.indexOf(QLatin1Char('.'));
    QString text = digits;
    for (qsizetype i = (point < 0 ? digits.size() : point) - 3; i > 0; i -= 3)
        text.insert(i, QLatin1Char(','));
    return text;
}

QString superscript(int number)
{
    static const std::array<char16_t, 10> digits = {0x2070, 0x00B9, 0x00B2, 0x00B3, 0x2074,
                                                    0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    QString text;
    if (number < 0)
        text += QChar(0x207B);
    const QString plain = QString::number(std::abs(number));
    for (const QChar digit : plain)
        text += QChar(digits[static_cast<std::size_t>(digit.digitValue())]);
    return text;
}

/// What is neither a number nor zero to the formats below.
bool isSpecial(double value)
{
    return !std::isfinite(value) || value == 0.0;
}

QString formatSpecial(double value)
{
    if (std::isnan(value))
        return QString(QChar(0x2013));
    return std::isinf(value) ? signedText(value, QString(QChar(0x221E))) : QStringLiteral("0");
}

QString twoUnits(const char* pattern, qint64 large, qint64 small)
{
    return QCoreApplication::translate("Duration", pattern)
        .arg(formatCount(large), QString::number(small));
}

} // namespace

QString formatScientific(double value, int significantDigits)
{
    if (isSpecial(value))
        return formatSpecial(value);
    const QByteArray text = QByteArray::number(std::abs(value), 'e', significantDigits - 1);
    const qsizetype e = text.indexOf('e');
    const QString mantissa = withoutTrailingZeros(QString::fromLatin1(text.left(e)));
    const QString power = QStringLiteral("10") + superscript(text.mid(e + 1).toInt());
    return signedText(value,
                      mantissa == QLatin1String("1") ? power : mantissa + QChar(0x00B7) + power);
}

QString formatNumber(double value, int significantDigits)
{
    if (isSpecial(value))
        return formatSpecial(value);
    const double magnitude = std::abs(value);
    if (magnitude < smallestPlain || magnitude >= largestPlain)
        return formatScientific(value, significantDigits);
    const int exponent = roundedExponent(magnitude, significantDigits);
    const int decimals = significantDigits - 1 - exponent;
    if (decimals >= 0) {
        return signedText(
            value,
            withThousandsGrouped(withoutTrailingZeros(QString::number(magnitude, 'f', decimals))));
    }
    // More digits before the point than are significant: 12,043 with four is 12,040.
    const double unit = std::pow(10.0, -decimals);
    return signedText(
        value, withThousandsGrouped(QString::number(std::round(magnitude / unit) * unit, 'f', 0)));
}

QString formatCount(qint64 value)
{
    const QString digits = QString::number(value);
    return value < 0 ? minusSign + withThousandsGrouped(digits.mid(1))
                     : withThousandsGrouped(digits);
}

QString formatCompact(double value)
{
    struct Unit
    {
        double size;
        char letter;
    };
    static constexpr std::array<Unit, 4> units = {
        {{1e12, 'T'}, {1e9, 'G'}, {1e6, 'M'}, {1e3, 'k'}}};
    const double magnitude = std::abs(value);
    if (isSpecial(value) || magnitude < 999.5)
        return formatNumber(value, 3);
    if (magnitude >= 999.5e12)
        return formatScientific(value, 3);
    // 999,600 is 1M, not 1,000k: a unit serves from where three digits of the smaller one end.
    const auto unit = std::find_if(units.begin(), units.end(), [magnitude](const Unit& candidate) {
        return magnitude >= candidate.size * 0.9995;
    });
    return formatNumber(value / unit->size, 3) + QLatin1Char(unit->letter);
}

QString formatDuration(double seconds)
{
    if (!std::isfinite(seconds))
        return formatSpecial(seconds);
    if (seconds < 9.95) {
        return QCoreApplication::translate("Duration", "%1 s")
            .arg(formatNumber(std::round(std::max(seconds, 0.0) * 10.0) / 10.0));
    }
    const auto whole = static_cast<qint64>(std::llround(std::min(seconds, 1e15)));
    if (whole < 60)
        return QCoreApplication::translate("Duration", "%1 s").arg(QString::number(whole));
    if (whole < 3600)
        return twoUnits(QT_TRANSLATE_NOOP("Duration", "%1 min %2 s"), whole / 60, whole % 60);
    if (whole < 24 * 3600) {
        return twoUnits(QT_TRANSLATE_NOOP("Duration", "%1 h %2 min"), whole / 3600,
                        whole / 60 % 60);
    }
    return twoUnits(QT_TRANSLATE_NOOP("Duration", "%1 d %2 h"), whole / (24 * 3600),
                    whole / 3600 % 24);
}

} // namespace accumulus
