"""What AWS resources consume a month, one module a service, named as the pricers are."""
