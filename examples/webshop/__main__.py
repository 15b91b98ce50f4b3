"""The webshop: on AWS it sells, on Google Cloud it learns."""

from analytics import build_analytics
from data import build_data
from network import build_network
from orders import build_order_mail
from recommendations import build_recommendations
from search import build_search
from second_region import build_second_region
from settings import read_settings
from shop import build_shop
from storefront import build_storefront

settings = read_settings()

network = build_network(settings)
build_shop(settings, network, build_storefront(settings, network))
build_data(settings, network)
build_order_mail()
build_search(settings, network)
build_second_region(settings)
build_recommendations(settings, build_analytics(settings))
