#include "ui/controls/control_row.h"

#include "ui/controls/choice_row.h"
#include "ui/controls/number_row.h"
#include "ui/controls/text_row.h"
#include "ui/core_sentence.h"
#include "ui/fitted_label.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace accumulus {
namespace {

constexpr int labelColumn = 80;
constexpr int editorColumn = 176;

template <typename... Makers>
struct Overloaded : Makers...
{
    using Makers::operator()...;
};
template <typename... Makers>
Overloaded(Makers...) -> Overloaded<Makers...>;

} // namespace

ControlRow* ControlRow::make(const ControlSpec& spec, QWidget* parent)
{
    return std::visit(
        Overloaded{
            [&](const NumberField& f) -> ControlRow* { return new NumberRow(spec, f, parent); },
            [&](const ChoiceField& f) -> ControlRow* { return new ChoiceRow(spec, f, parent); },
            [&](const CheckField& f) -> ControlRow* { return new CheckRow(spec, f, parent); },
            [&](const TextField& f) -> ControlRow* { return new TextRow(spec, f, parent); },
            [&](const FileField& f) -> ControlRow* { return new FileRow(spec, f, parent); },
        },
        spec.field);
}

ControlRow::ControlRow(const ControlSpec& spec, QWidget* parent)
    : QWidget(parent)
    , m_label(makeLabel(this))
    , m_spec(spec)
    , m_under(new FittedLabel(FittedLabel::Fit::Wrapped, this))
{
    setObjectName(controlName(spec));
    m_under->setObjectName(objectName() + QStringLiteral("_under"));
    m_under->setFont(Theme::axisFont());
    m_under->hide();
    m_label->setFont(Theme::bodyFont());
    colorText(m_label, TextRole::Quiet);
}

void ControlRow::setPending(bool pending)
{
    if (m_pending != pending) {
        m_pending = pending;
        showPending();
    }
}

void ControlRow::layOutBeside(QWidget* editor, int editorWidth)
{
    // What does not fit would push the editor out of line, or be cut off.
    if (m_label->fontMetrics().horizontalAdvance(label()) > labelColumn
        || editorWidth > editorColumn) {
        layOutBelow(editor);
        return;
    }
    m_label->setMinimumWidth(labelColumn);
    auto* layout = new QHBoxLayout;
    layout->setSpacing(Theme::spacingRelated);
    layOut(layout, editor, 0, 1);
}

void ControlRow::layOutBelow(QWidget* editor)
{
    auto* layout = new QVBoxLayout;
    layout->setSpacing(Theme::spacingInside / 2);
    layOut(layout, editor, 0, 0);
}

void ControlRow::layOutAtRight(QWidget* editor)
{
    auto* layout = new QHBoxLayout;
    layout->setSpacing(Theme::spacingRelated);
    layOut(layout, editor, 1, 0);
}

void ControlRow::layOut(QBoxLayout* layout, QWidget* editor, int labelStretch, int editorStretch)
{
    m_editor = editor;
    editor->setObjectName(objectName() + QStringLiteral("_editor"));
    m_label->setBuddy(editor);
    layout->addWidget(m_label, labelStretch);
    layout->addWidget(editor, editorStretch);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spacingInside);
    column->addLayout(layout);
    column->addWidget(m_under);
}

QString ControlRow::label() const
{
    return QCoreApplication::translate("ControlSpec", m_spec.label);
}

void ControlRow::setRefusal(const QString& sentence)
{
    m_refusal = sentence;
    showTextUnder();
}

QString ControlRow::textUnder() const
{
    return m_under->isHidden() ? QString() : m_under->fullText();
}

void ControlRow::showTextUnder()
{
    QString wrong = problem();
    if (wrong.isEmpty())
        wrong = rejection();
    if (wrong.isEmpty())
        wrong = coreSentence(m_refusal);
    const QString text = wrong.isEmpty() ? note() : wrong;
    colorText(m_under, wrong.isEmpty() ? TextRole::Quiet : TextRole::Failure);
    m_under->setFullText(text);
    m_under->setHidden(text.isEmpty());
}

void ControlRow::retranslate()
{
    m_label->setText(label());
    showTextUnder();
    setToolTip(wrappedToolTip(QCoreApplication::translate("ControlSpec", m_spec.toolTip)));
    if (m_editor != nullptr)
        m_editor->setAccessibleName(label());
}

void ControlRow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::PaletteChange) {
        colorText(m_label, TextRole::Quiet);
        showTextUnder();
        if (m_editor != nullptr)
            showPending();
    }
    QWidget::changeEvent(event);
}

} // namespace accumulus
