#pragma once

#include "core/train/training_session.h"

#include <QWidget>

namespace accumulus {

/// How the micro-batches of a window are put into cells.
struct WindowCells
{
    int count = 0;
    int microBatchesPerCell = 1; ///< of all cells but the last one, which may have fewer
    double cellWidth = 0.0;      ///< with the gap to the next one
    double gap = 0.0;

    double width() const { return count * cellWidth - gap; }
};

/// As many cells as \a accumulationSteps if they are at least 4 pixels wide in \a width, else
/// groups.
WindowCells windowCells(int accumulationSteps, double width);

/// How full a cell is, 0…1: by samples, so that a short micro-batch fills less than a cell.
double cellFill(const SessionStatus& status, const WindowCells& cells, int cell);

/// Micro-batches that the open window gets: accumulation_steps, or fewer where the epoch ends
/// before, whatever becomes of them.
int windowLength(const SessionStatus& status);

/// The window in words: "micro-batch 3 of 4 → update 1,204", or why it comes to none.
QString windowText(const SessionStatus& status);

/// The open accumulation window as a row of N cells: each micro-batch fills one, the update empties
/// all; those that the epoch's end leaves empty are faint. Beside it in words: "micro-batch 3 of 4
/// → update 1,204". Many cells (N up to 65,536) shrink into groups that keep the proportion filled.
class WindowStrip : public QWidget
{
    Q_OBJECT
public:
    explicit WindowStrip(QWidget* parent = nullptr);

    void setStatus(const SessionStatus& status);
    void setRunColor(const QColor& color);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    /// Tool tip: micro-batch, samples, loss of the cell; language.
    bool event(QEvent* event) override;

private:
    WindowCells cells() const;
    QRectF cellRect(const WindowCells& cells, int cell) const;
    QString toolTipAt(QPointF position) const;
    double textWidth() const; ///< reserved, so that counting does not move the cells

    SessionStatus m_status;
    QColor m_color;
};

} // namespace accumulus
