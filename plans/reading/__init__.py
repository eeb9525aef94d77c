"""Reading a plan document: from a Word, OpenDocument or text file to a proposal that a person corrects.

`sources` turns a file into numbered lines, `proposing.propose` turns lines into a `Proposal` whose every field knows
the line it was read from and how sure the reading is. Nothing is looked up in the database and nothing is guessed:
what the document does not say stays empty. The rules come from the domain reference §1.2 (state documents), §1.4
(Party documents) and §10 (traps), the words from `data/words.yaml`.
"""
