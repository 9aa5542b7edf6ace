#pragma once

#include <QString>

namespace accumulus {

/// Numbers as the window shows them: at most a few significant digits, grouped with commas (12,040)
/// and with a point, whatever the system's locale is, so that screen, charts and files agree.
/// Nothing here is for files.

/// 12,040 · 0.4832 · 2.1·10⁻⁷ · −3 · ∞; trailing zeros are dropped. Not-a-number is "–".
/// Below 10⁻⁴ and from 10⁹ on in powers of ten.
QString formatNumber(double value, int significantDigits = 4);

/// All digits: 1,204.
QString formatCount(qint64 value);

/// For narrow places, three digits at most: 950 · 12k · 1.2M · 3.4G; below 1 as formatNumber().
QString formatCompact(double value);

/// 0.8 s · 48 s · 3 min 20 s · 2 h 5 min · 3 d 4 h; the two largest units.
QString formatDuration(double seconds);

/// A power of ten with a factor: 2.1·10⁻⁷ (1e-7 is 10⁻⁷).
QString formatScientific(double value, int significantDigits = 4);

} // namespace accumulus
