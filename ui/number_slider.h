#pragma once

#include "ui/number_scale.h"

#include <QDoubleSpinBox>
#include <QWidget>

class QSlider;
class QTimer;

namespace accumulus {

/// A spin box that steps as its NumberScale says and shows numbers without trailing zeros.
class NumberSpinBox : public QDoubleSpinBox
{
    Q_OBJECT
public:
    explicit NumberSpinBox(const NumberScale& scale, QWidget* parent = nullptr);

    void stepBy(int steps) override;
    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;

signals:
    /// What was typed is not taken, and the last value comes back.
    void refused(const QString& text);
    /// It is, also if it is the value that was there.
    void accepted();

protected:
    void keyPressEvent(QKeyEvent* event) override; // Return gives the focus back
    void focusOutEvent(QFocusEvent* event) override;

private:
    void judgeTyped();

    NumberScale m_scale;
};

/// One number: a slider and a spin box that agree, 28 px high. The slider covers the useful range,
/// the spin box takes everything that is allowed. A value that is not yet in use is shown in the
/// accent colour.
class NumberSlider : public QWidget
{
    Q_OBJECT
public:
    explicit NumberSlider(const NumberScale& scale, QWidget* parent = nullptr);

    double value() const;
    void setValue(double value); ///< does not emit
    void setPending(bool pending);
    bool isPending() const { return m_pending; }

    QSlider* slider() const { return m_slider; } ///< null if the scale has none
    NumberSpinBox* spinBox() const { return m_spinBox; }
    const NumberScale& scale() const { return m_scale; }

signals:
    /// The user chose a value. While the slider is dragged it comes when the hand rests, so that
    /// a drag is one change and not a hundred.
    void valueEdited(double value);

protected:
    void changeEvent(QEvent* event) override; // palette

private:
    void onSliderMoved();
    void onSpinBoxChanged(double value);
    void emitEdited();
    void showPending();

    NumberScale m_scale;
    QSlider* m_slider = nullptr;
    NumberSpinBox* m_spinBox;
    QTimer* m_rest;          ///< runs while a drag goes on
    double m_reported = 0.0; ///< the last value that was set or emitted
    bool m_pending = false;
};

} // namespace accumulus
