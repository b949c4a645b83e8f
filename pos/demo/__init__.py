"""The demonstration chain: an empty house filled with people, goods and fourteen months of trade.

Nothing here writes a fact itself: whatever happens, happens through the verbs of the pages.
"""
