"""What other apps hear of schools, works and visits. This app knows nothing of reports; reports receive these.

Sent in the transaction of the change, so what a receiver writes exists exactly when the change does.
"""

from django.dispatch import Signal

# Told when a visit has ended; carries `inspection` (with school, organisation and office) and `by`.
inspection_ended = Signal()

# Told when a recognition has been noted or corrected; carries `recognition` (with its school) and `by`. What was said
# about earlier recognitions of the school no longer holds.
school_recognised = Signal()
