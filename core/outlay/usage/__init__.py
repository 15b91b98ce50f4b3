"""What resources consume a month: typed models per resource type, one module a service."""
