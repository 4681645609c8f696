"""The same checklist of thirty items in Textual."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, SelectionList, Static


class Checklist(App):
    BINDINGS = [("q", "quit", "Quit"), ("j", "move(1)", "Down"), ("k", "move(-1)", "Up")]

    def compose(self) -> ComposeResult:
        yield Static("Textual checklist                 REVIEW ONLY")
        rows = ((f"item {number}: was it read back and compared?", number) for number in range(1, 31))
        yield SelectionList(*rows)
        yield Footer()

    def action_move(self, step: int) -> None:
        listed = self.query_one(SelectionList)
        if step > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()


if __name__ == "__main__":
    Checklist().run()
