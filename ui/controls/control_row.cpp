#include "ui/controls/control_row.h"

#include "ui/controls/choice_row.h"
#include "ui/controls/number_row.h"
#include "ui/controls/text_row.h"
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
    , m_label(new QLabel(this))
    , m_spec(spec)
{
    setObjectName(controlName(spec));
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
    adopt(editor);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::spacingRelated);
    m_label->setMinimumWidth(labelColumn);
    layout->addWidget(m_label);
    layout->addWidget(editor, 1);
}

void ControlRow::layOutBelow(QWidget* editor)
{
    adopt(editor);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::spacingInside / 2);
    layout->addWidget(m_label);
    layout->addWidget(editor);
}

void ControlRow::layOutAtRight(QWidget* editor)
{
    adopt(editor);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::spacingRelated);
    layout->addWidget(m_label, 1);
    layout->addWidget(editor);
}

void ControlRow::adopt(QWidget* editor)
{
    m_editor = editor;
    editor->setObjectName(objectName() + QStringLiteral("_editor"));
    m_label->setBuddy(editor);
}

QString ControlRow::label() const
{
    return QCoreApplication::translate("ControlSpec", m_spec.label);
}

void ControlRow::retranslate()
{
    m_label->setText(label());
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
        if (m_editor != nullptr)
            showPending();
    }
    QWidget::changeEvent(event);
}

} // namespace accumulus
