"""What holds of a draft: its citations checked, its sentences beside their nearest clauses, and
the elements of the framework that it does not touch.

sentences    where a draft is cut
printed      which title, number and years stand at a citation
places       whether an instrument has a provision, and which are near
likeness     which instruments are near to one that is not registered
citations    the verdict on each citation
clauses      the nearest clauses of each sentence, and what backs them
told         the sentences that say what is wrong
options      how a draft is traced, and how much of it
trace        the whole answer, within its limits
"""
