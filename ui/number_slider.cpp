#include "ui/number_slider.h"

#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>
#include <QTimer>

#include <algorithm>
#include <chrono>

namespace accumulus {
namespace {

constexpr std::chrono::milliseconds handRests{120};
constexpr int spinBoxWidth = 84;

} // namespace

NumberSpinBox::NumberSpinBox(const NumberScale& scale, QWidget* parent)
    : QDoubleSpinBox(parent)
    , m_scale(scale)
{
    setLocale(QLocale::c()); // As the charts and the files write numbers, whatever the system's
                             // locale is.
    setDecimals(scale.wholeNumbers ? 0 : 15);
    setRange(scale.minimum, scale.maximum);
    setKeyboardTracking(false); // Typing 16 must not pass through 1.
    setAlignment(Qt::AlignRight);
    setFixedHeight(Theme::controlHeight);
    setFont(Theme::numbersFont());
    setAccelerated(true);
}

void NumberSpinBox::stepBy(int steps)
{
    setValue(stepped(m_scale, value(), steps));
    selectAll();
}

QString NumberSpinBox::textFromValue(double value) const
{
    return m_scale.wholeNumbers ? locale().toString(value, 'f', 0)
                                : locale().toString(value, 'g', QLocale::FloatingPointShortest);
}

double NumberSpinBox::valueFromText(const QString& text) const
{
    return bounded(m_scale, locale().toDouble(text));
}

QValidator::State NumberSpinBox::validate(QString& text, int& position) const
{
    Q_UNUSED(position)
    if (!specialValueText().isEmpty() && text == specialValueText())
        return QValidator::Acceptable;
    if (text.contains(u' '))
        return QValidator::Invalid; // Space is for the training, not for numbers.
    if (!m_scale.wholeNumbers)
        text.replace(u',', u'.'); // as many people type it; a group separator it cannot be
    bool isNumber = false;
    const double number = locale().toDouble(text, &isNumber);
    if (isNumber)
        return bounded(m_scale, number) == number ? QValidator::Acceptable
                                                  : QValidator::Intermediate;
    // On the way to a number such as "1e-3".
    const auto belongsToNumber = [](QChar c) {
        return c.isDigit() || QStringLiteral("+-.eE").contains(c);
    };
    return std::all_of(text.cbegin(), text.cend(), belongsToNumber) ? QValidator::Intermediate
                                                                    : QValidator::Invalid;
}

void NumberSpinBox::keyPressEvent(QKeyEvent* event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn)
        judgeTyped();
    if (event->key() == Qt::Key_Escape)
        lineEdit()->setModified(false); // It is given up.
    QDoubleSpinBox::keyPressEvent(event);
    if (isReturn || event->key() == Qt::Key_Escape)
        clearFocus(); // Space and arrows belong to the training again.
}

void NumberSpinBox::focusOutEvent(QFocusEvent* event)
{
    judgeTyped();
    QDoubleSpinBox::focusOutEvent(event);
}

/// Before the base class puts the last value in place of what it cannot take.
void NumberSpinBox::judgeTyped()
{
    if (!lineEdit()->isModified())
        return; // The value itself, or what was judged already.
    QString text = lineEdit()->text();
    int position = lineEdit()->cursorPosition();
    if (validate(text, position) == QValidator::Acceptable)
        emit accepted();
    else
        emit refused(text);
}

NumberSlider::NumberSlider(const NumberScale& scale, QWidget* parent)
    : QWidget(parent)
    , m_scale(scale)
    , m_spinBox(new NumberSpinBox(scale, this))
    , m_rest(new QTimer(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::spacingRelated);
    if (scale.hasSlider) {
        m_slider = new QSlider(Qt::Horizontal, this);
        m_slider->setRange(0, sliderPositions);
        m_slider->setPageStep(sliderPositions / 20);
        m_slider->setSingleStep(sliderPositions / 100);
        leaveFocusAlone(m_slider);
        leaveWheelAlone(m_slider);
        layout->addWidget(m_slider, 1);
        connect(m_slider, &QSlider::valueChanged, this, &NumberSlider::onSliderMoved);
        connect(m_slider, &QSlider::sliderReleased, this, &NumberSlider::emitEdited);
        setFocusProxy(m_slider);
    }
    m_spinBox->setFixedWidth(spinBoxWidth);
    m_spinBox->setFocusPolicy(Qt::StrongFocus);
    leaveWheelAlone(m_spinBox);
    layout->addWidget(m_spinBox);
    connect(m_spinBox, &QDoubleSpinBox::valueChanged, this, &NumberSlider::onSpinBoxChanged);
    m_rest->setSingleShot(true);
    m_rest->setInterval(handRests);
    connect(m_rest, &QTimer::timeout, this, &NumberSlider::emitEdited);
    setFixedHeight(Theme::controlHeight);
    setValue(scale.minimum);
}

double NumberSlider::value() const
{
    return m_spinBox->value();
}

void NumberSlider::setValue(double value)
{
    const QSignalBlocker spinBoxBlocker(m_spinBox);
    m_spinBox->setValue(bounded(m_scale, value));
    m_reported = m_spinBox->value();
    if (m_slider != nullptr) {
        const QSignalBlocker sliderBlocker(m_slider);
        m_slider->setValue(positionOf(m_scale, m_reported));
    }
}

void NumberSlider::setPending(bool pending)
{
    if (m_pending != pending) {
        m_pending = pending;
        showPending();
    }
}

void NumberSlider::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        showPending();
    QWidget::changeEvent(event);
}

void NumberSlider::onSliderMoved()
{
    {
        const QSignalBlocker blocker(m_spinBox);
        m_spinBox->setValue(bounded(m_scale, valueAt(m_scale, m_slider->value())));
    }
    if (m_slider->isSliderDown()) {
        m_rest->start();
    } else {
        emitEdited();
    }
}

void NumberSlider::onSpinBoxChanged(double value)
{
    if (m_slider != nullptr) {
        const QSignalBlocker blocker(m_slider);
        m_slider->setValue(positionOf(m_scale, value));
    }
    emitEdited();
}

void NumberSlider::emitEdited()
{
    m_rest->stop();
    if (m_spinBox->value() != m_reported) {
        m_reported = m_spinBox->value();
        emit valueEdited(m_reported);
    }
}

void NumberSlider::showPending()
{
    showAsPending(m_spinBox, m_pending);
}

} // namespace accumulus
