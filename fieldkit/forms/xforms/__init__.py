"""An XForm, and the lists and files that go with it, become a Form."""
