#pragma once

#include <QStyledItemDelegate>

namespace accumulus {

/// Paints a run of RunListModel: a dot in its colour (hollow when hidden), its name, and below it
/// losses and state; a red dot and the sentence if it diverged or failed. A click on the coloured
/// dot shows or hides the run.
class RunDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

    /// Where a row drawn into \a row has its coloured dot: what a click must hit.
    static QRect dotArea(const QRect& row);
};

} // namespace accumulus
