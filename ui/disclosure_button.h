#pragma once

#include <QAbstractButton>

namespace accumulus {

/// Opens and closes what stands under it: a small triangle and a quiet word, flush with the labels
/// above.
class DisclosureButton : public QAbstractButton
{
    Q_OBJECT
public:
    explicit DisclosureButton(QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace accumulus
