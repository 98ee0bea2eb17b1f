"""The wording of the service charter: the full three parts (UU 25/2009 Art. 22; PermenPANRB 15/2014 annex).

The common wall text covers only the promise and the sanction; this one also names duty, improvement and
compensation. Status of the wording: from memory of the annex, hence data of a version, not law in code.
"""

from __future__ import annotations

from maklumat.kernel.words import N_

PARTS = (
    N_("Dengan ini kami menyatakan sanggup menyelenggarakan pelayanan sesuai standar pelayanan yang telah ditetapkan."),
    N_("Kami wajib melayani dengan sungguh-sungguh dan memperbaiki pelayanan secara terus-menerus."),
    N_(
        "Apabila pelayanan kami tidak sesuai standar, kami siap menerima sanksi dan/atau memberikan kompensasi "
        "sesuai peraturan perundang-undangan."
    ),
)
