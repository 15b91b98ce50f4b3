"""Pricers of `gcp:compute/…`, which lie beside this module by what they price and register when they are imported."""

from outlay.estimate.gcp import compute_address as compute_address
from outlay.estimate.gcp import compute_disk as compute_disk
from outlay.estimate.gcp import compute_group as compute_group
from outlay.estimate.gcp import compute_image as compute_image
from outlay.estimate.gcp import compute_instance as compute_instance
from outlay.estimate.gcp import compute_load_balancing as compute_load_balancing
from outlay.estimate.gcp import compute_network as compute_network
