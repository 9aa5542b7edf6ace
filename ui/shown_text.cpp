#include "ui/shown_text.h"

#include "core/file/printable.h"

namespace accumulus {

QString shownText(std::string_view utf8)
{
    return QString::fromStdString(printable(utf8));
}

QString shownText(QStringView text)
{
    return shownText(std::string_view(text.toString().toStdString()));
}

} // namespace accumulus
