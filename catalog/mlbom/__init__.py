"""CycloneDX 1.6 bills of materials of variants, with declared and concluded licenses and their lineage."""

from catalog.mlbom.document import bill_of_materials
from catalog.mlbom.reading import MOST_VARIANTS, UnknownVariants, read_variants

__all__ = ["MOST_VARIANTS", "UnknownVariants", "bill_of_materials", "read_variants"]
