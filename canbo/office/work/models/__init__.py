"""Work: catalogues of products with their coefficients, work assigned, and every act on it. The standing is derived."""

from canbo.office.work.models.acts import KINDS, Act, Proof
from canbo.office.work.models.assignments import Assignment, Routine, RoutineEnd
from canbo.office.work.models.catalogues import Catalogue, CatalogueEnd, CatalogueImport, Initiative, Product
from canbo.office.work.models.standing import STAGES, Standing

__all__ = [
    "KINDS", "STAGES", "Act", "Assignment", "Catalogue", "CatalogueEnd", "CatalogueImport", "Initiative", "Product",
    "Proof", "Routine", "RoutineEnd", "Standing",
]  # fmt: skip
