"""Pages of pos."""

app_name = "pos"
urlpatterns = []
