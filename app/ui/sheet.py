"""The style sheet as a template over token names; theme.py fills it in. Names no colour and no size of its own."""

from typing import Final

GROUNDS: Final = """
* {{ outline: none; }}
QWidget {{ {f_body} color: {text}; }}
QMainWindow, QDialog, QMessageBox, QStackedWidget, QScrollArea, QWidget[area="page"] {{ background: {page};
  border: none; }}
QScrollArea[area="plain"], QWidget[area="plain"] {{ background: transparent; border: none; }}
QWidget[area="sidebar"] {{ background: {sidebar}; border-right: 1px solid {line}; }}
QFrame[area="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: {r_card}; }}
QFrame[area="sunken"] {{ background: {sunken}; border: none; border-radius: {r_control}; }}
QFrame[area="line"] {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[area="footer"] {{ background: {surface}; border: none; border-top: 1px solid {line}; }}
QFrame[area="cardfoot"] {{ background: {surface}; border: none; border-top: 1px solid {line};
  border-bottom-left-radius: {r_card}; border-bottom-right-radius: {r_card}; }}
QFrame[area="muster"] {{ background: {bad}; border: none; }}
QLabel {{ background: transparent; border: none; }}
QLabel[role="title"] {{ {f_title} }}
QLabel[role="display"] {{ {f_display} }}
QLabel[role="lead"] {{ {f_lead} }}
QLabel[role="strong"] {{ {f_strong} }}
QLabel[role="label"] {{ {f_label} color: {text2}; }}
QLabel[role="caption"] {{ {f_caption} color: {muted}; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="error"] {{ {f_caption} color: {bad_text}; }}
QLabel[role="echo"] {{ {f_caption} color: {ok_text}; }}
QLabel[role="warn"] {{ {f_caption} color: {warn_text}; }}
QLabel[role="toast"] {{ color: {surface}; }}
QLabel[role="muster"] {{ {f_label} color: {page}; }}
"""

BUTTONS: Final = """
QPushButton {{ background: {surface}; border: 1px solid {control}; border-radius: {r_control}; padding: {p5} {p12};
  min-height: {p18}; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {selected}; }}
QPushButton:disabled {{ color: {disabled}; border-color: {line}; background: {sunken}; }}
QPushButton[kind="primary"] {{ background: {accent}; border: 1px solid {accent}; color: {on_accent};
  font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {accent_down}; }}
QPushButton[kind="primary"]:disabled {{ background: {line}; border-color: {line}; color: {muted}; }}
QPushButton[kind="quiet"], QToolButton {{ background: transparent; border: 1px solid transparent;
  border-radius: {r_control}; padding: {p5} {p8}; }}
QPushButton[kind="quiet"]:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; color: {accent_text};
  padding: {p2} {p2}; text-align: left; min-height: {p20}; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="danger"] {{ color: {bad_text}; border-color: {bad}; }}
QPushButton[kind="nav"] {{ background: transparent; border: none; text-align: left; padding: {p5} {p8};
  color: {text2}; }}
QPushButton[kind="nav"]:hover {{ background: {hover}; color: {text}; }}
QPushButton[kind="nav"]:checked {{ background: {surface}; color: {text}; font-weight: 600; }}
QPushButton[rail="true"] {{ text-align: center; padding: {p5} 0; }}
QPushButton[kind="search"] {{ text-align: left; color: {muted}; background: {surface}; padding: {p5} {p8}; }}
QPushButton[kind="toast"] {{ background: transparent; border: none; font-weight: 600; color: {toast_link};
  min-height: {p20}; padding: {p2} {p4}; }}
QPushButton[kind="muster"] {{ background: transparent; border: 1px solid {page}; color: {page}; {f_label}
  padding: {p2} {p8}; min-height: {p16}; }}
QPushButton[kind="muster"]:hover {{ text-decoration: underline; }}
QPushButton[kind="topic"] {{ background: transparent; border: 1px solid transparent; font-weight: 600; text-align: left;
  padding: {p5} {p8} {p5} 0; }}
QPushButton[kind="topic"]:hover {{ background: {hover}; }}
QPushButton[kind="chip"] {{ background: {surface}; border: 1px solid {control}; border-radius: {r_chip};
  padding: {p2} {p10}; min-height: {p18}; color: {text2}; }}
QPushButton[kind="chip"]:hover {{ background: {hover}; }}
QPushButton[kind="chip"]:checked {{ background: {accent_soft}; border-color: {accent}; color: {accent_text}; }}
QPushButton[kind="chip"]:disabled {{ color: {disabled}; border-color: {line}; background: {sunken}; }}
QPushButton[kind="tab"] {{ background: transparent; border: none; border-bottom: 2px solid transparent;
  border-radius: 0;
  padding: {p7} {p2}; margin-right: {p14}; color: {muted}; }}
QPushButton[kind="tab"]:hover {{ color: {text}; border-bottom-color: {line}; }}
QPushButton[kind="tab"]:checked {{ color: {text}; font-weight: 600; border-bottom-color: {accent}; }}
QCheckBox, QRadioButton {{ spacing: {p8}; background: transparent; padding: {p2} 0; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {p16}; height: {p16}; border: 1px solid {control};
  border-radius: {r_tag}; background: {surface}; }}
QRadioButton::indicator {{ border-radius: {p8}; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {text2}; background: {hover}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{file_check}"); }}
QRadioButton::indicator:checked {{ border: {p5} solid {accent}; width: {p8}; height: {p8}; border-radius: {p9};
  background: {surface}; }}
"""

FIELDS: Final = """
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QSpinBox {{ background: {surface}; border: 1px solid {control};
  border-radius: {r_control}; padding: {p5} {p8}; min-height: {p18};
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QComboBox QLineEdit {{ border: none; padding: 0; background: transparent; min-height: 0; }}
QComboBox:!editable {{ padding-left: {p10}; }}
QComboBox:!editable:focus, QComboBox:!editable[state="error"] {{ padding-left: {p9}; }}
QComboBox[blank="true"] {{ color: {muted}; }}
QLineEdit:hover, QComboBox:hover, QPlainTextEdit:hover {{ border-color: {text2}; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus {{
  border: 2px solid {accent}; padding: {p5m} {p8m}; }}
QComboBox QLineEdit:focus, QComboBox QLineEdit:hover {{ border: none; padding: 0; }}
QLineEdit[state="error"], QComboBox[state="error"], QPlainTextEdit[state="error"] {{ border: 2px solid {bad};
  padding: {p5m} {p8m}; }}
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit {{ placeholder-text-color: {muted}; }}
QLineEdit {{ lineedit-clear-button-icon: url("{file_x}"); }}
QLineEdit[area="palette"], QLineEdit[area="palette"]:focus {{ border: none; {f_lead} font-weight: 400; padding: {p4}; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QLineEdit:read-only, QPlainTextEdit:read-only {{
  background: {sunken}; border-color: {line}; }}
QComboBox QLineEdit:read-only {{ background: transparent; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ color: {disabled}; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down {{ border: none; width: {p24}; }}
QComboBox::down-arrow {{ image: url("{file_chevron_down}"); width: {p14}; height: {p14}; }}
QComboBox QAbstractItemView, QAbstractItemView[area="popup"] {{ background: {surface}; border: 1px solid {control};
  padding: {p4}; selection-background-color: {selected}; selection-color: {text}; }}
"""

VIEWS: Final = """
QAbstractItemView {{ background: transparent; border: none; selection-background-color: {selected};
  selection-color: {text}; }}
QTableView {{ gridline-color: transparent; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ {f_caption} background: {surface}; color: {muted}; border: none;
  border-bottom: 1px solid {line}; padding: {p6} {p10}; text-align: left; }}
QHeaderView::section:hover {{ color: {text}; }}
QScrollBar:vertical {{ background: transparent; width: 11px; margin: 3px 1px; }}
QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 1px 3px; }}
QScrollBar::handle {{ background: {control}; border-radius: 2px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:vertical {{ margin: 0 2px 0 3px; }}
QScrollBar::handle:hover {{ background: {text2}; }}
QScrollBar::handle:vertical:hover {{ margin: 0 1px; border-radius: {r_tag}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  border: none; width: 0; height: 0; }}
QProgressBar {{ background: {chart_track}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QToolTip {{ background: {text}; color: {surface}; border: none; padding: {p6} {p8}; }}
QMenuBar {{ background: {page}; border-bottom: 1px solid {line}; }}
QMenuBar::item {{ padding: {p5} {p10}; background: transparent; border-radius: {r_tag}; }}
QMenuBar::item:selected {{ background: {selected}; }}
QMenu {{ background: {surface}; border: 1px solid {line}; border-radius: {r_control}; padding: {p4}; }}
QMenu::item {{ padding: {p6} {p24} {p6} {p12}; border-radius: {r_tag}; }}
QMenu::item:selected {{ background: {selected}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {p4} {p8}; }}
"""

TEMPLATE: Final = GROUNDS + BUTTONS + FIELDS + VIEWS
