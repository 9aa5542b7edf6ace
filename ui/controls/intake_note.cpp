#include "ui/controls/intake_note.h"

#include "core/data/data_source.h"
#include "ui/controls/control_choices.h"
#include "ui/fitted_label.h"
#include "ui/plot/number_format.h"
#include "ui/shown_text.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QCoreApplication>
#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace accumulus {
namespace {

constexpr std::size_t mostClasses = 100; ///< that are named

struct IntakeText
{
    Q_DECLARE_TR_FUNCTIONS(Intake)
};

QString joined(QStringList parts, const QString& separator = QStringLiteral(" · "))
{
    parts.removeAll(QString());
    return parts.join(separator);
}

QString featuresText(const DataIntake& intake)
{
    if (intake.positions > 1)
        return IntakeText::tr("texts of up to %1 characters").arg(formatCount(intake.positions));
    if (intake.shape.size() == 3) {
        QStringList sides;
        for (const int side : intake.shape)
            sides << QString::number(side);
        return IntakeText::tr("images of %1").arg(sides.join(u'×'));
    }
    return intake.features == 1 ? IntakeText::tr("1 feature")
                                : IntakeText::tr("%1 features").arg(formatCount(intake.features));
}

QString rowsText(const DataIntake& intake)
{
    const QString rows = intake.rows == 1
        ? IntakeText::tr("1 row")
        : IntakeText::tr("%1 rows").arg(formatCount(static_cast<qint64>(intake.rows)));
    const QString features = featuresText(intake);
    return joined(
        {rows,
         intake.target.empty() ? features
                               : features + QStringLiteral(" → ") + shownText(intake.target),
         intake.weight.empty() ? QString()
                               : IntakeText::tr("weights: %1").arg(shownText(intake.weight))});
}

QString classesText(const DataIntake& intake)
{
    const std::vector<std::string>& all = intake.classNames;
    if (all.empty())
        return {};
    QStringList names;
    for (std::size_t i = 0; i < std::min(all.size(), mostClasses); ++i)
        names << shownText(all[i]);
    if (all.size() > mostClasses)
        names << QStringLiteral("…");
    if (all.size() == 1)
        return IntakeText::tr("1 class: %1").arg(names.front());
    return IntakeText::tr("%1 classes: %2")
        .arg(formatCount(static_cast<qint64>(all.size())), names.join(QStringLiteral(", ")));
}

QString splitText(const DataIntake& intake)
{
    return IntakeText::tr("%1 train, %2 validate")
        .arg(formatCount(static_cast<qint64>(intake.trainingRows)),
             formatCount(static_cast<qint64>(intake.validationRows)));
}

QString headerText(const DataIntake& intake)
{
    if (!intake.isHeaderUncertain)
        return intake.hasHeader ? IntakeText::tr("header row") : IntakeText::tr("no header row");
    return intake.hasHeader ? IntakeText::tr("first line taken as header (Header row overrules it)")
                            : IntakeText::tr("first line taken as data (Header row overrules it)");
}

/// How a file was read: what was guessed can be overruled.
QString formatText(const DataIntake& intake)
{
    if (dataSource(intake.source).kind != DataKind::File)
        return {};
    const bool isTable = intake.separator != '\0';
    return joined(
        {isTable ? headerText(intake) : QString(),
         isTable ? IntakeText::tr("separator: %1").arg(separatorName(intake.separator)) : QString(),
         intake.hasDecimalComma ? IntakeText::tr("decimal comma") : QString(),
         intake.hasDecimalPoint ? IntakeText::tr("decimal point") : QString(),
         shownText(intake.encoding)});
}

QString skippedText(const DataIntake& intake)
{
    return joined(
        {intake.hasSeparatorLine ? IntakeText::tr("the line sep= was obeyed") : QString(),
         intake.hasRowNames ? IntakeText::tr("names of rows skipped") : QString(),
         intake.blankLines > 0
             ? IntakeText::tr("blank lines skipped: %1").arg(formatCount(intake.blankLines))
             : QString(),
         intake.emptyColumns > 0 ? IntakeText::tr("empty columns at the end dropped: %1")
                                       .arg(formatCount(static_cast<qint64>(intake.emptyColumns)))
                                 : QString()});
}

} // namespace

QString intakeWarning(const DataIntake& intake)
{
    if (!intake.perhapsThousands.empty())
        return IntakeText::tr("%1 was read as a fraction. If its point separates thousands, leave "
                              "it out.")
            .arg(shownText(intake.perhapsThousands));
    if (const std::string name = perhapsMissingClass(intake); !name.empty())
        return IntakeText::tr("%1 was taken as a class. If it is a gap, leave its rows out.")
            .arg(shownText(name));
    if (intake.trainingRows == 1)
        return IntakeText::tr("One training row: there is nothing to accumulate.");
    return intake.hasConstantTarget
        ? IntakeText::tr("The target is the same in all training rows: there is nothing to learn.")
        : QString();
}

QStringList intakeLines(const DataIntake& intake)
{
    QStringList lines{rowsText(intake), classesText(intake), splitText(intake), formatText(intake),
                      skippedText(intake)};
    lines.removeAll(QString());
    return lines;
}

IntakeNote::IntakeNote(QWidget* parent)
    : QWidget(parent)
    , m_text(makeLabel(this))
    , m_warning(new FittedLabel(FittedLabel::Fit::Wrapped, this))
{
    setObjectName(QStringLiteral("intake"));
    m_text->setFont(Theme::axisFont());
    m_text->setWordWrap(true);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::spacingInside);
    layout->addWidget(m_text);
    layout->addWidget(m_warning);
    m_warning->setFont(Theme::axisFont());
    showLines();
}

void IntakeNote::setIntake(std::shared_ptr<const DataIntake> intake)
{
    if (intake == m_intake)
        return;
    m_intake = std::move(intake);
    showLines();
}

QString IntakeNote::text() const
{
    return isHidden() ? QString()
                      : joined({m_text->text(), m_warning->fullText()}, QStringLiteral("\n"));
}

void IntakeNote::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        showLines();
    QWidget::changeEvent(event);
}

void IntakeNote::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showLines();
}

void IntakeNote::showLines()
{
    colorText(m_text, TextRole::Quiet);
    const QStringList lines = m_intake ? intakeLines(*m_intake) : QStringList();
    const QString classes = m_intake ? classesText(*m_intake) : QString();
    QStringList elided;
    for (const QString& line : lines) {
        const int room = line == classes ? width() : 2 * width() - Theme::controlHeight;
        elided << m_text->fontMetrics().elidedText(line, Qt::ElideRight, room);
    }
    m_text->setText(elided.join(u'\n'));
    const QString warning = m_intake ? intakeWarning(*m_intake) : QString();
    colorText(m_warning, TextRole::Warning);
    m_warning->setFullText(warning);
    m_warning->setHidden(warning.isEmpty());
    setToolTip(wrappedToolTip(lines.join(u'\n')));
    setHidden(lines.isEmpty());
}

} // namespace accumulus
