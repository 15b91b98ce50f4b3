"""Pricers of `aws:servicediscovery/…`: namespaces of Cloud Map that resolve by DNS.

A namespace costs what the hosted zone does that Cloud Map makes for it (AWS Cloud Map pricing, DNS); instances that are
registered in it are resources of their own.
"""

from outlay.estimate.aws.route53 import zone
from outlay.estimate.registry import prices

prices("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace")(zone)
prices("aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace")(zone)
